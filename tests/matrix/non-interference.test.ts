import type pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { send } from "../support/app-server";
import { changeOtherDepartment, tablesForgotten } from "./other-department";
import { app, eachOf, openData, openOwner, openPage, operations, pathOf, saidIn, world } from "./play";
import { PAGES } from "./policy";
import { alsoAsked } from "./policy/asked";
import { restore } from "./state";

// Whatever is changed in department B, those of A are sent the same bytes: no count, order, age or total of theirs hangs on it.
let owner: pg.Client;
beforeAll(async () => {
  owner = await openOwner();
});
afterAll(async () => {
  await restore(owner);
  await owner.end();
});

const OF_A = ["viewerA", "leadA"] as const;
const IN_A = ["A", "own", "archived", "shared", "missing"] as const;

/** Every address that somebody of A may ask, by what it is. */
const addresses = (who: (typeof OF_A)[number]): string[] => [
  ...operations.pages.flatMap((page) => {
    const row = PAGES[page];
    const scopes = (row?.scopes ?? []).filter((scope) => IN_A.some((own) => own === scope));
    return row?.reads[who] ? scopes.map((scope) => pathOf(page, scope)) : [];
  }),
  ...alsoAsked(world),
];

async function everything(): Promise<Map<string, string>> {
  const said = new Map<string, string>();
  for (const who of OF_A)
    await eachOf(addresses(who), async (path) => {
      if (path.startsWith("/api/")) {
        const answer = await send(app, { path, cookie: world.cookies[who], headers: { accept: "*/*" } });
        said.set(
          `${who} ${path}`,
          [answer.status, answer.headers.etag ?? "", answer.headers["content-disposition"] ?? "", answer.body].join("\n"),
        );
        return;
      }
      const document = await openPage(path, who);
      said.set(`${who} ${path}`, `${saidIn(document)}\n${document.headers.etag ?? ""}`);
      said.set(`${who} ${path} as data`, saidIn(await openData(path, who)));
    });
  return said;
}

/** Where two answers part, with what stands around it. */
function difference(before: string, after: string): string | null {
  if (before === after) return null;
  const [a, b] = [before.split("\n"), after.split("\n")];
  const gone = a.find((line) => !b.includes(line)) ?? "";
  const come = b.find((line) => !a.includes(line)) ?? "";
  const at = Math.max(0, [...gone].findIndex((letter, i) => letter !== come[i]) - 60);
  return `${gone.slice(at, at + 200)} -> ${come.slice(at, at + 200)}`;
}

it("knows of every table whether it holds something of a department", async () => expect(await tablesForgotten(owner)).toEqual([]));

it("what those of A receive does not change with anything in B", async () => {
  await everything(); // what is written by looking (the last visit) is written before the comparison
  const before = await everything();
  expect(before.size).toBeGreaterThan(60);
  // The same bytes when nothing changed: otherwise the comparison below would say nothing.
  const again = await everything();
  expect([...before].map(([path, said]) => [path, difference(said, again.get(path) ?? "")]).filter(([, found]) => found)).toEqual([]);
  await changeOtherDepartment(owner, world);
  const after = await everything();
  expect([...before].map(([path, said]) => [path, difference(said, after.get(path) ?? "")]).filter(([, found]) => found)).toEqual([]);
});

it("would show: one figure of A changes what A receives", async () => {
  await restore(owner);
  const before = await everything();
  await owner.query("UPDATE kpi_summary SET latest_value = 12345 WHERE kpi_id = $1", [world.rows.A.kpi]);
  const after = await everything();
  expect([...before].filter(([path, said]) => difference(said, after.get(path) ?? "") !== null).length).toBeGreaterThan(3);
});
