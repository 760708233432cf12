import { afterAll, expect, it } from "vitest";
import {
  createFirstAdministrator,
  findFirstAdministratorLink,
  offerFirstAdministrator,
} from "@/lib/platform/auth/links/first-administrator";
import { viewerOf } from "@/lib/platform/auth/load-viewer";
import { signIn } from "@/lib/platform/auth/sign-in/sign-in";
import { pool } from "@/lib/platform/db/client";
import { auditOf, owner } from "../support/audit";

afterAll(async () => {
  await owner.end();
  await pool.end();
});

const password = "kettle under violet tramway";
const input = (token: string, n: number) => ({
  token,
  name: `Admin ${n}`,
  email: `admin-${n}@company.example`,
  password,
  company: "Wheel Works",
});
const offer = async () => {
  const link = await offerFirstAdministrator();
  return link === null ? null : (new URL(link).searchParams.get("token") ?? "");
};
const count = async (table: string) => (await owner.query(`select count(*)::int as n from ${table}`)).rows[0]?.n;

// In the order of an installation's life.
it("without a link nothing is found", async () => {
  expect(await findFirstAdministratorLink("A".repeat(43))).toBeNull();
  await expect(createFirstAdministrator(input("A".repeat(43), 0))).rejects.toMatchObject({ code: "NOT_FOUND" });
});

it("a newer link replaces an older one, and an expired one is not found", async () => {
  const [first, second] = [await offer(), await offer()];
  expect(await findFirstAdministratorLink(first ?? "")).toBeNull();
  expect(await findFirstAdministratorLink(second ?? "")).toEqual({ company: null });
  await owner.query("update one_time_token set expires_at = now() - interval '1 second'");
  expect(await findFirstAdministratorLink(second ?? "")).toBeNull();
});

it("200 simultaneous uses create one administrator of one company; afterwards there is nothing to set up", async () => {
  const token = (await offer()) ?? "";
  const results = await Promise.allSettled(Array.from({ length: 200 }, (_, n) => createFirstAdministrator(input(token, n))));
  const won = results.filter((result) => result.status === "fulfilled");
  expect(won).toHaveLength(1);
  expect([await count("person"), await count("account"), await count("access_grant"), await count("department")]).toEqual([1, 1, 1, 1]);

  const email = won[0]?.value.email ?? "";
  const session = await signIn({ email, password }, "192.0.2.1", null);
  const viewer = await viewerOf(session?.personId ?? "");
  expect(viewer).toMatchObject({ administrator: true, business: false, everything: false, readable: [] });
  expect(await auditOf(viewer?.personId ?? "")).toEqual([
    expect.objectContaining({
      action: "installation.start",
      after: expect.objectContaining({ company: "Wheel Works", role: "administrator" }),
    }),
    expect.objectContaining({ action: "session.start" }),
  ]);

  expect(await findFirstAdministratorLink(token)).toBeNull();
  await expect(createFirstAdministrator(input(token, 999))).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await offer()).toBeNull();
});
