import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { areaOf } from "@/lib/areas";
import type { Role } from "@/lib/platform/authz/policy";
import { makeViewer } from "@/lib/platform/authz/viewer";
import { matchingCommands } from "./command";
import { commandsOf } from "./commands";
import { SearchInput } from "./schema";
import { ACCENTED, normalize, rankOf } from "./text";

const ROOT = "00000000-0000-7000-8000-000000000001";
const viewer = (...roles: Role[]) =>
  makeViewer(
    { personId: "00000000-0000-7000-8000-000000000002", name: "Somebody", email: "somebody@company.example", departmentId: ROOT },
    roles.map((role) => ({ role, departmentId: ROOT, departments: new Set([ROOT]) })),
    ROOT,
  );
const labels = (...roles: Role[]) => commandsOf(viewer(...roles)).map(({ label }) => label);

describe("commands", () => {
  it("lead only to pages that exist", () => {
    const pages = new Set(
      readdirSync("app/(console)", { recursive: true, encoding: "utf8" })
        .map((file) => file.replaceAll("\\", "/"))
        .filter((file) => /(^|\/)page\.tsx$/.test(file))
        .map((file) => `/${file.replace(/\/?page\.tsx$/, "")}`),
    );
    const hrefs = commandsOf(viewer("coo", "administrator")).flatMap(({ href }) => href?.replace(/#.*$/, "") ?? []);
    expect(hrefs.length).toBeGreaterThan(25);
    expect(hrefs.filter((href) => !pages.has(href) && areaOf(href.slice(1)) === null)).toEqual([]);
  });

  it("are those of the viewer's roles", () => {
    expect(labels("viewer")).not.toContain("Set a target…");
    expect(labels("viewer")).not.toContain("My numbers");
    expect(labels("viewer")).toContain("Print this page");
    expect(labels("lead")).toContain("Assign an initiative");
    expect(labels("lead")).not.toContain("Audit log");
    expect(labels("administrator")).toContain("Invite a person");
    expect(labels("administrator")).not.toContain("Annotate a KPI…");
    expect(labels()).toContain("Sign out");
  });

  it("have one name each, and ask the search only for what it takes", () => {
    const all = commandsOf(viewer("coo", "administrator"));
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const { pick } of all) if (pick) expect(SearchInput.safeParse({ q: "", kind: pick.kind, verb: pick.verb }).success).toBe(true);
  });

  it("are found by other words, those named so first", () => {
    const found = (q: string) => matchingCommands(commandsOf(viewer("coo", "administrator")), q).map(({ label }) => label);
    expect(found("log out")).toEqual(["Sign out"]);
    expect(found("data")[0]).toBe("Data");
    expect(found("goal")).toEqual(["Set a target…"]);
  });
});

describe("text", () => {
  it.each([
    ["Ken Sánchez", "ken sanchez"],
    ["ŁÓDŹ  Øre", "lodz ore"],
    ["Größe", "grose"],
  ])("%s is looked for as %s", (from, to) => expect(normalize(from)).toBe(to));

  it("has one plain letter for each accented one", () => expect([...ACCENTED.from]).toHaveLength([...ACCENTED.to].length));

  it("ranks a beginning before the beginning of a word before a part, and nothing for a word that is not there", () => {
    expect(["My numbers", "Enter a number", "Outnumbered", "Risk"].map((text) => rankOf("number", text))).toEqual([1, 1, 2, null]);
    expect(rankOf("my num", "My numbers")).toBe(0);
  });
});

describe("what is asked", () => {
  it.each([
    { q: "x", recent: "kpi:nothing" },
    { q: "x", kind: "person" },
    { q: "x", verb: "person.manage" },
    { q: "x".repeat(101) },
    { q: "x", other: "1" },
    { q: "\u0000" },
  ])("%j is refused", (asked) => expect(SearchInput.safeParse(asked).success).toBe(false));
});
