import { randomUUID } from "node:crypto";
import "@/lib/entry/listeners";
import { viewerOf } from "@/lib/platform/auth/load-viewer";
import { hashPassword } from "@/lib/platform/auth/password/password";
import type { Role } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import type { Prisma } from "@/lib/platform/db/client";
import { writing } from "@/lib/platform/db/scope";

/** The password of everybody made here with `password: true`. */
export const TEST_PASSWORD = "plain words for the tests 7";

const short = () => randomUUID().slice(0, 8);
let hashed: Promise<string> | undefined;

/** A department; without a parent it is the company itself, of which a database has one. */
export async function makeDepartment(name: string, parentId: string | null = null): Promise<{ id: string; name: string }> {
  return writing("system", (tx) =>
    tx.department.create({ data: { code: `D-${short()}`, name, parentId }, select: { id: true, name: true } }),
  );
}

type PersonSpec = {
  name: string;
  departmentId?: string | null;
  grants?: readonly { role: Role; departmentId: string }[];
  /** If set, the person can sign in with TEST_PASSWORD. */
  password?: boolean;
  /** If false, there is a person but no account. */
  account?: boolean;
};

export type TestPerson = { id: string; name: string; email: string };

/** A person in the directory, with an account by default, and grants. */
export async function makePerson({
  name,
  departmentId = null,
  grants = [],
  password = false,
  account = true,
}: PersonSpec): Promise<TestPerson> {
  if (password) hashed ??= hashPassword(TEST_PASSWORD);
  const passwordHash = password ? ((await hashed) ?? null) : null;
  const key = short();
  const email = `${name.toLowerCase().replace(/[^a-z]+/g, ".")}.${key}@company.example`;
  const { id } = await writing("system", async (tx) => {
    const person = await tx.person.create({ data: { code: `P-${key}`, name, email, departmentId }, select: { id: true } });
    if (account) await tx.account.create({ data: { personId: person.id, passwordHash }, select: { personId: true } });
    for (const grant of grants) await tx.grant.create({ data: { personId: person.id, ...grant }, select: { id: true } });
    return person;
  });
  return { id, name, email };
}

/** That person's current rights. Throws if they may not sign in. */
export async function viewerFor(person: { id: string }): Promise<Viewer> {
  const viewer = await viewerOf(person.id);
  if (!viewer) throw new Error("this person may not sign in");
  return viewer;
}

/** A person with grants, returned as a viewer. */
export async function makeViewerOf(spec: PersonSpec): Promise<Viewer> {
  return viewerFor(await makePerson(spec));
}

/** A position in a department, held by somebody or vacant. */
export async function makePosition(departmentId: string, holderId: string | null = null): Promise<{ id: string }> {
  return writing("system", (tx) =>
    tx.position.create({ data: { code: `S-${short()}`, title: "Seat", departmentId, holderId }, select: { id: true } }),
  );
}

/** A KPI entered by hand every month, higher is better, by default. */
export async function makeKpi(
  departmentId: string,
  more: Partial<Omit<Prisma.KpiUncheckedCreateInput, "departmentId">> = {},
): Promise<{ id: string; code: string; name: string }> {
  const code = `K-${short()}`;
  return writing("system", (tx) =>
    tx.kpi.create({
      data: {
        code,
        name: `KPI ${code}`,
        areas: ["operations"],
        unit: "pieces",
        frequency: "month",
        aggregation: "sum",
        direction: "higher",
        source: "manual",
        ...more,
        departmentId,
      },
      select: { id: true, code: true, name: true },
    }),
  );
}

const TITLES: Record<Role, string> = {
  coo: "Coo",
  executive: "Executive",
  lead: "Lead",
  member: "Member",
  viewer: "Viewer",
  administrator: "Administrator",
};

export type Company = Awaited<ReturnType<typeof makeCompany>>;

/**
 * A company of one root, departments A and B, and B1 under B, with somebody in every role. Once per database, so once per test file.
 */
export async function makeCompany() {
  const root = await makeDepartment("Company");
  const [a, b] = [await makeDepartment("Department A", root.id), await makeDepartment("Department B", root.id)];
  const b1 = await makeDepartment("Department B1", b.id);
  const someone = (role: Role, department: { id: string; name: string }) =>
    makeViewerOf({
      name: `${TITLES[role]} of ${department.name}`,
      departmentId: department.id,
      grants: [{ role, departmentId: department.id }],
      password: true,
    });
  return {
    root,
    a,
    b,
    b1,
    coo: await someone("coo", root),
    executive: await someone("executive", root),
    administrator: await someone("administrator", root),
    leadA: await someone("lead", a),
    memberA: await someone("member", a),
    viewerA: await someone("viewer", a),
    leadB: await someone("lead", b),
    memberB: await someone("member", b),
    viewerB: await someone("viewer", b),
  };
}
