import type pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Principal, type Scope, SIGNED_IN, STRANGERS } from "./names";
import { call, eachOf, insideShown, leaksIn, openOwner, operations, rowOf, saidIn, world } from "./play";
import { isSignedIn } from "./policy";
import { denialsOf, digests, type Logged, lastLogged, loggedSince, restore } from "./state";

let owner: pg.Client;
beforeAll(async () => {
  owner = await openOwner();
});
afterEach(() => restore(owner)); // also after a failure: the next test starts from the same company
afterAll(() => owner.end());

const names = [...operations.actions.keys()];
const isAllowed = (name: string, who: Principal, scope: Scope) => {
  const row = rowOf(name);
  // A visitor may do what anybody with the right link may.
  if (!isSignedIn(who)) return row.open === true && Object.values(row.allowed).some((scopes) => scopes.includes(scope));
  return row.allowed[who]?.includes(scope) ?? false;
};
const cellsOf = (name: string, allowed: boolean) =>
  [...STRANGERS, ...SIGNED_IN]
    .flatMap((who) => rowOf(name).scopes.map((scope) => ({ who, scope, cell: `${who}, ${scope}` })))
    .filter(({ who, scope }) => isAllowed(name, who, scope) === allowed);

/** The audit rows the policy expects of an allowed call. */
function expectedOf(name: string, who: Principal, scope: Scope): Logged[] {
  const row = rowOf(name);
  const written = row.audit === "none" ? [] : [row.audit].flat();
  const department = row.filed ? row.filed(world, scope, who) : world.rows[scope].place;
  return written.map((one) => {
    const [action = "", subject = ""] = one.split(" ");
    return { action, subject, department, by: row.by?.(world) ?? world.people[who] };
  });
}

const SEEN =
  /does not exist, or you do not have access to it|Your role does not allow this|no longer signed in|is closed|is decided\.|no choice to undo|is already recorded|link was already used|from the list|page does not exist/;

describe("refused", () => {
  it.each(names)("%s", async (name) => {
    const wrong: string[] = [];
    const said = new Map<string, string>();
    const refusals = new Map<Principal, number>();
    const before = await digests(owner);
    const denied = new Map<Principal, number>();
    for (const who of SIGNED_IN) denied.set(who, await denialsOf(owner, world.people[who]));
    const one = async ({ who, scope, cell }: ReturnType<typeof cellsOf>[number]) => {
      const answer = await call(name, who, scope);
      const { state } = answer;
      if (state === null || state.status === "ok" || !SEEN.test(state.message ?? ""))
        wrong.push(`${cell}: ${state ? `${state.status}, ${state.message}, ${JSON.stringify(state.fieldErrors)}` : answer.status}`);
      for (const what of [...leaksIn(answer, who), ...insideShown(answer)]) wrong.push(`${cell}: shows ${what}`);
      said.set(cell, saidIn(answer));
      if (/does not exist|Your role/.test(state?.message ?? "")) refusals.set(who, (refusals.get(who) ?? 0) + 1);
    };
    await eachOf(cellsOf(name, false), one, rowOf(name).single ? 1 : 6);
    expect(wrong.slice(0, 12)).toEqual([]);
    expect(await digests(owner), "nothing is written by what was refused").toEqual(before);
    for (const who of rowOf(name).open ? [] : SIGNED_IN)
      expect((await denialsOf(owner, world.people[who])) - (denied.get(who) ?? 0), `refusals of ${who} in the audit log`).toBe(
        refusals.get(who) ?? 0,
      );
    for (const { who, scope, cell } of cellsOf(name, false)) {
      const nothing = said.get(`${who}, missing`);
      if (nothing === undefined || /Your role|is closed|from the list|is decided\.|no choice|already recorded/.test(said.get(cell) ?? ""))
        continue; // visible, and refuses
      if (scope !== "missing") expect(said.get(cell), `${cell} is answered like what does not exist`).toBe(nothing);
    }
  });
});

describe("allowed", () => {
  it.each(names)("%s", async (name) => {
    const wrong: string[] = [];
    const row = rowOf(name);
    for (const { who, scope, cell } of cellsOf(name, true)) {
      const given = row.given?.(world, scope, who);
      if (given) await owner.query(given.sql, given.values);
      const aside = ["audit_event", "audit_head", "sign_in_count", ...(row.changes === "session" ? [] : ["session"])];
      const before = await digests(owner, aside);
      const last = await lastLogged(owner);
      const answer = await call(name, who, scope);
      if (answer.headers["x-action-redirect"] === undefined && answer.state?.status !== "ok")
        wrong.push(`${cell}: ${answer.status} ${JSON.stringify(answer.state)}`);
      else if ((JSON.stringify(await digests(owner, aside)) === JSON.stringify(before)) !== (row.changes === "nothing"))
        wrong.push(`${cell}: answered ok and changed ${row.changes === "nothing" ? "something" : "nothing"}`);
      const [logged, expected] = [await loggedSince(owner, last), expectedOf(name, who, scope)].map((own) => JSON.stringify(own));
      if (logged !== expected) wrong.push(`${cell}: the audit log says ${logged}, not ${expected}`);
      for (const what of [...leaksIn(answer, who), ...insideShown(answer)]) wrong.push(`${cell}: shows ${what}`);
      await restore(owner);
    }
    expect(wrong.slice(0, 12)).toEqual([]);
  });
});
