import { expect, it, vi } from "vitest";
import { AppError } from "./errors";

it("is recognised by another copy of its file, as in separate bundles of pages and routes", async () => {
  vi.resetModules();
  const other = await import("./errors");
  expect(other.AppError).not.toBe(AppError);
  expect(new other.AppError("TOO_MANY", "Later.")).toBeInstanceOf(AppError);
  expect(new AppError("TOO_MANY", "Later.")).toBeInstanceOf(other.AppError);
  class Narrower extends AppError {}
  expect(new AppError("INVALID", "No.")).not.toBeInstanceOf(Narrower);
  expect(new Narrower("INVALID", "No.")).toBeInstanceOf(AppError);
  expect(new Error("Later.")).not.toBeInstanceOf(AppError);
});
