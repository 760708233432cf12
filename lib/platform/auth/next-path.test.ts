import { expect, it } from "vitest";
import { nextPath } from "./next-path";

it.each(["/kpis/abc", "/settings/people?q=ann%20b&department=1", "/"])("accepts %s", (path) => {
  expect(nextPath(path)).toBe(path);
});

it.each([
  "https://evil.example/",
  "//evil.example",
  "/\\evil.example",
  "/\t/evil.example",
  "javascript:alert(1)",
  "kpis",
  "",
  undefined,
  ["/kpis"],
  "/kpis/..//evil.example",
  "/sign-in?next=/",
  "/api/auth/signout",
  `/${"a".repeat(600)}`,
])("rejects %j", (path) => {
  expect(nextPath(path)).toBe("/");
});
