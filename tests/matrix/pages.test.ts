import { describe, expect, it } from "vitest";
import { canaryOf, type Principal, type Scope, SIGNED_IN, STRANGERS } from "./names";
import { eachOf, insideShown, leaksIn, openData, openPage, operations, outcomeOf, pathOf, saidIn, world } from "./play";
import { isSignedIn, PAGES } from "./policy";

const WAYS = { "as a document": openPage, "as data": openData };

function expected(page: string, who: Principal, scope: Scope): string {
  const row = PAGES[page];
  if (!isSignedIn(who)) return row?.open ? (Object.keys(row.reads).length > 0 ? "open" : "missing") : "to /sign-in";
  if (!row?.reads[who]?.includes(scope)) return "missing";
  return row.to ? `to ${row.to(who, world, scope)}` : "open";
}

describe.each(Object.entries(WAYS))("%s", (_way, open) => {
  it.each(operations.pages)("%s", async (page) => {
    const row = PAGES[page];
    const wrong: string[] = [];
    const missing = new Map<Principal, string>();
    const scopes = row?.scopes ?? [];
    // People who are not signed in are redirected before anything is looked up: one existing and one missing row are enough.
    const ends = scopes.filter((_, i) => i === 0 || i === scopes.length - 1);
    const cells = [
      ...STRANGERS.flatMap((who) => ends.map((scope) => ({ who, scope }))),
      ...SIGNED_IN.flatMap((who) => scopes.map((scope) => ({ who, scope }))),
    ];
    const answers = new Map<string, string>();
    await eachOf(cells, async ({ who, scope }) => {
      const answer = await open(pathOf(page, scope), who);
      const got = outcomeOf(answer);
      const wanted = expected(page, who, scope);
      const cell = `${who}, ${scope}`;
      if (got !== wanted) wrong.push(`${cell}: ${got} instead of ${wanted}`);
      if (row?.shows && wanted === "open" && !answer.body.includes(canaryOf(scope))) wrong.push(`${cell}: the row is not on its page`);
      for (const what of [...leaksIn(answer, who), ...insideShown(answer)]) wrong.push(`${cell}: shows ${what}`);
      if (wanted !== "missing") return;
      answers.set(cell, saidIn(answer));
      if (scope === "missing") missing.set(who, saidIn(answer));
    });
    // The answer for an invisible row is the same, word for word, as for a missing one.
    for (const { who, scope } of cells) {
      const [said, nothing] = [answers.get(`${who}, ${scope}`), missing.get(who)];
      if (said !== undefined && nothing !== undefined && said !== nothing) wrong.push(`${who}, ${scope}: ${differenceOf(said, nothing)}`);
    }
    expect(wrong.slice(0, 6)).toEqual([]);
  });
});

function differenceOf(said: string, nothing: string): string {
  const at = [...said].findIndex((letter, i) => letter !== nothing[i]);
  const around = (text: string) => JSON.stringify(text.slice(Math.max(0, at - 60), at + 60));
  return `differs from what does not exist: ${around(said)} instead of ${around(nothing)}`;
}
