import { createHash, randomBytes, randomUUID } from "node:crypto";
import { encode } from "next-auth/jwt";
import type pg from "pg";
import { type ServedApp, sessionCookie } from "../support/app-server";
import type { Principal } from "./names";

export type Row = Record<string, unknown>;
export type Put = (table: string, row: Row) => Promise<void>;
export type DepartmentName = "root" | "A" | "B" | "B1" | "archived";

const plain = (value: unknown): unknown =>
  value !== null && typeof value === "object" && !(value instanceof Date) && !Buffer.isBuffer(value) && !Array.isArray(value)
    ? JSON.stringify(value)
    : value;

/** Inserts one row as the owner of the database, bypassing the application. */
export const inserter =
  (owner: pg.Client): Put =>
  async (table, row) => {
    const columns = Object.keys(row).map((name) => owner.escapeIdentifier(name));
    const places = columns.map((_, i) => `$${i + 1}`);
    const into = `INSERT INTO ${owner.escapeIdentifier(table)} (${columns.join(", ")}) VALUES (${places.join(", ")})`;
    await owner.query(into, Object.values(row).map(plain));
  };

/** A person for every principal, with their grants. */
export async function makePeople(put: Put, departments: Record<DepartmentName, string>): Promise<Record<Principal, string>> {
  const HELD: Record<Principal, [role: string, department: DepartmentName] | null> = {
    anonymous: null,
    outsider: null,
    // These people had the widest rights, so that only the ended session stops them.
    forged: ["coo", "root"],
    disabled: ["coo", "root"],
    revoked: ["coo", "root"],
    expired: ["coo", "root"],
    left: ["coo", "root"],
    viewerA: ["viewer", "A"],
    viewerB: ["viewer", "B"],
    viewerCompany: ["viewer", "root"],
    memberA: ["member", "A"],
    leadA: ["lead", "A"],
    leadB: ["lead", "B"],
    executive: ["executive", "root"],
    coo: ["coo", "root"],
    administrator: ["administrator", "root"],
  };
  const people = {} as Record<Principal, string>;
  for (const [name, held] of Object.entries(HELD) as [Principal, (typeof HELD)[Principal]][]) {
    const person = randomUUID();
    await put("person", {
      id: person,
      code: `P-${name}`,
      name: `Person ${name}`,
      email: `${name.toLowerCase()}@company.example`,
      department_id: departments[held?.[1] ?? "root"],
      left_on: name === "left" ? "2014-05-01" : null,
    });
    people[name] = person;
    await put("account", { person_id: person, disabled_at: name === "disabled" ? new Date() : null, password_hash: PASSWORD_HASH });
    if (held) await put("access_grant", { id: randomUUID(), person_id: person, role: held[0], department_id: departments[held[1]] });
  }
  return people;
}

/** argon2id of PASSWORD. */
const PASSWORD_HASH = "$argon2id$v=19$m=19456,t=2,p=1$H7l/pebTUlA4g77efdOZMw$gjBkONWGMRXeD2PprQTRskV15CymqmKpN4IxpnZNElE";

/** A cookie for everybody: those of the strangers were valid once, or never. */
export async function signIn(put: Put, app: ServedApp, people: Record<Principal, string>): Promise<Record<Principal, string | null>> {
  const cookies = {} as Record<Principal, string | null>;
  for (const [name, person] of Object.entries(people) as [Principal, string][]) {
    if (name === "anonymous") {
      cookies[name] = null;
      continue;
    }
    cookies[name] = await openSession(put, app, person, {
      ...(name === "revoked" && { revoked_at: new Date() }),
      ...(name === "expired" && { expires_at: new Date(Date.now() - 1_000) }),
    });
    if (name === "forged") {
      const token = await encode({ token: { sub: person, sid: "someone-elses" }, secret: "another-secret-".repeat(4) });
      cookies[name] = `coo-${app.port}.session=${token}`;
    }
  }
  return cookies;
}

/** Another browser of that person. */
export async function openSession(put: Put, app: ServedApp, personId: string, more: Row = {}): Promise<string> {
  const sid = randomBytes(32).toString("base64url");
  await put("session", {
    id_hash: createHash("sha256").update(sid).digest(),
    person_id: personId,
    expires_at: new Date(Date.now() + 3_600_000),
    ...more,
  });
  return sessionCookie(app, personId, sid);
}
