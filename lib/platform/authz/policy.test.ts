import { describe, expect, it } from "vitest";
import { makeViewer } from "@/lib/platform/authz/viewer";
import { can, canSomewhere, departmentsWhere, type Role, type Verb } from "./policy";

const [ROOT, SALES, STORES] = ["root", "sales", "stores"];
const BELOW: Record<string, string[]> = { [ROOT]: [ROOT, SALES, STORES], [SALES]: [SALES, STORES], [STORES]: [STORES] };
const holding = (...grants: [Role, string][]) =>
  makeViewer(
    { personId: "me", name: "Me", email: "me@company.example", departmentId: SALES },
    grants.map(([role, departmentId]) => ({ role, departmentId, departments: new Set(BELOW[departmentId]) })),
    ROOT,
  );

const OF_COMPANY: Verb[] = ["data.read", "data.import", "company.change", "audit.read", "delegation.change", "person.manage"];

describe("what belongs to the company itself", () => {
  it("is reached by an administrator of the company", () => {
    for (const verb of OF_COMPANY) expect(can(holding(["administrator", ROOT]), verb, { departmentId: null }), verb).toBe(true);
  });

  it("is not reached by an administrator of a department", () => {
    for (const verb of OF_COMPANY) expect(can(holding(["administrator", SALES]), verb, { departmentId: null }), verb).toBe(false);
    expect(can(holding(["administrator", SALES]), "person.manage", { departmentId: STORES })).toBe(true);
  });

  it("is not reached by a role on a department because of another role on the company", () => {
    const both = holding(["coo", SALES], ["viewer", ROOT]);
    expect(both.everything).toBe(true);
    for (const verb of ["data.import", "audit.read"] as const) expect(can(both, verb, { departmentId: null }), verb).toBe(false);
    expect(can(holding(["coo", ROOT]), "data.import", { departmentId: null })).toBe(true);
  });

  it("is allowed for the person's own", () => {
    expect(can(holding(["lead", SALES]), "delegation.change", { departmentId: null, ownerId: "me" })).toBe(true);
    expect(can(holding(["lead", SALES]), "delegation.change", { departmentId: null, ownerId: "you" })).toBe(false);
  });

  it("is in no menu for somebody with a role on a department only", () => {
    for (const verb of ["data.read", "data.import", "company.change", "audit.read"] as const) {
      expect(canSomewhere(holding(["administrator", SALES]), verb), verb).toBe(false);
      expect(canSomewhere(holding(["administrator", ROOT]), verb), verb).toBe(true);
    }
    expect(canSomewhere(holding(["administrator", SALES]), "person.manage")).toBe(true);
  });
});

it("the departments of a verb are those of the grants that give it, each once", () => {
  expect(departmentsWhere(holding(["administrator", STORES], ["viewer", SALES], ["administrator", SALES]), "grant.read").sort()).toEqual([
    SALES,
    STORES,
  ]);
  expect(departmentsWhere(holding(["viewer", SALES]), "grant.read")).toEqual([]);
  expect(departmentsWhere(holding(["member", SALES]), "measurement.record")).toEqual([]); // their own only
});
