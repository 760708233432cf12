import pg from "pg";
import { inject } from "vitest";
import { type ActionAddress, type Answer, callAction, send } from "../support/app-server";
import { canaryOf, digitsOf, type Principal, SCOPES, type Scope, seatOf } from "./names";
import { operationsOf } from "./operations";
import { ACTIONS, mayReceive, mayReceiveSeats, PAGES } from "./policy";

const served = inject("matrix")[Number(process.env.VITEST_POOL_ID ?? 1) - 1];
if (!served) throw new Error("There is no application for this worker.");
export const { app, world, ownerUrl, adminUrl } = served;
export const operations = operationsOf(app.directory);

/** A connection of the database's owner, to whom no policy applies. */
export async function openOwner(): Promise<pg.Client> {
  const owner = new pg.Client({ connectionString: adminUrl });
  await owner.connect();
  return owner;
}

/** Calls `run` for every item, with as many at once as the server can take. */
export async function eachOf<T>(items: readonly T[], run: (item: T) => Promise<void>, atOnce = 6): Promise<void> {
  const left = items.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const item of left) await run(item);
    }),
  );
}

/** The path of a page, with its parameters filled in. */
export function pathOf(page: string, scope: Scope): string {
  const row = PAGES[page];
  if (!row) throw new Error(`${page} has no row in tests/matrix/policy.ts`);
  let path = page;
  for (const [name, value] of Object.entries(row.at?.(world, scope) ?? {})) path = path.replace(`[${name}]`, value);
  return path;
}

/** The page an action is posted to: one that contains it, with a row of A if it needs one. */
export function addressOf(name: string): ActionAddress {
  const entry = operations.actions.get(name);
  const page = entry?.pages.toSorted((a, b) => Number(a.includes("[")) - Number(b.includes("["))).find((path) => path in PAGES);
  if (!entry || !page) throw new Error(`${name} is on no page of tests/matrix/policy.ts`);
  return { id: entry.id, page: pathOf(page, "A") };
}

export const rowOf = (name: string) => {
  const row = ACTIONS[name];
  if (!row) throw new Error(`${name} has no row in tests/matrix/policy.ts`);
  return row;
};

/** Calls an action as somebody, for the row of a scope, the way its form does. */
export const call = (name: string, who: Principal, scope: Scope) =>
  callAction(app, addressOf(name), rowOf(name).fields(world, scope, who), { cookie: world.cookies[who] });

/** A page as the browser first loads it. */
export const openPage = (path: string, who: Principal) =>
  send(app, { path, headers: { accept: "text/html", "sec-fetch-mode": "navigate" }, cookie: world.cookies[who] });

/** The same page as the browser's router requests it. */
export const openData = (path: string, who: Principal) =>
  send(app, { path: `${path}${path.includes("?") ? "&" : "?"}_rsc`, headers: { rsc: "1" }, cookie: world.cookies[who] });

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** Keys that Next generates per request. */
const KEY = /(?<=\\?")[\w-]{20,22}[vhm]?(?=\\?")/g;
/** The time a page was rendered, from which its live updates count. */
const SINCE = /(?<=since\\?":)\d{13}/g;
/** The clock in the header of every page: minutes pass while pages are read. */
const CLOCK = /(?<=2 June 2014, )\d\d:\d\d/g;
/** How long ago somebody was seen: minutes pass while pages are read. */
const AGO = /just now|\d+ min ago/g;
const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?/g;

/** Forms are numbered in the order in which they were ready. */
const FORM = /(?<=\$ACTION_(?:REF_)?)\d+/g;
/** Repeated from the request. */
const ASKED = /(?<=importId\\?":\\?")\d+/g;

/** The content of an answer without what differs every time: ids, nonces, instants, and how the stream was split. */
export function saidIn({ status, headers, body }: Answer): string {
  const nonce = /'nonce-([^']+)'/.exec(String(headers["content-security-policy"] ?? ""))?.[1];
  const plain = [UUID, INSTANT, CLOCK, AGO, SINCE, KEY, FORM, ASKED].reduce(
    (text, own) => text.replace(own, "x"),
    nonce ? body.replaceAll(nonce, "nonce") : body,
  );
  // A refusal repeats the input, whatever the reason.
  const echoed = /"values":\{[^{}]*\}/g;
  // A document contains the same data again in scripts, split arbitrarily; the data are compared as data.
  const document = plain.replace(/<script.*?<\/script>|<!--.*?-->|<template[^>]*><\/template>|<div hidden[^>]*>/gs, "").split(/(?=<)/);
  const pieces = body.startsWith("<!DOCTYPE")
    ? document
    : plain
        .replaceAll(echoed, "")
        .replaceAll(/^[0-9a-f]+:|(?<=")\$[A-Za-z@]?[0-9a-f]+(?=[":])/gm, "row")
        .split("\n");
  return [status, headers.location ?? "", ...new Set(pieces.sort())].join("\n");
}

/** Canaries in an answer that this principal may not receive. */
export function leaksIn(answer: Answer, who: Principal): string[] {
  const [allowed, seats] = [mayReceive(who), mayReceiveSeats(who)];
  // Thousands are separated by commas, or by non-breaking spaces.
  const figures = answer.body.replace(UUID, "id").replace(/(?<=\d)[,\u00a0\u202f](?=\d)/g, "");
  const text = answer.body + JSON.stringify(answer.headers);
  return SCOPES.flatMap((scope) => [
    ...(!allowed.includes(scope) && text.includes(canaryOf(scope)) ? [`text of ${scope}`] : []),
    ...(!allowed.includes(scope) && figures.includes(digitsOf(scope)) ? [`figures of ${scope}`] : []),
    ...(!seats.includes(scope) && text.includes(seatOf(scope)) ? [`a seat of ${scope}`] : []),
  ]);
}

/** Internal details that an answer must not reveal. */
const INSIDE: readonly [string, RegExp][] = [
  ["a stack", /\bat (?:async )?[\w.<>]+ \((?:file:\/\/)?\/[^)]*:\d+:\d+\)/],
  ["a stack", /\.(?:ts|tsx|js|mjs):\d+:\d+/],
  ["a path of the server", /node_modules|\.next\/server|\/\.build\//],
  ["a path of the server", new RegExp(app.directory.replaceAll(/[^\w/]/g, "\\$&"))],
  ["SQL", /\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM)\b[^<]{0,200}\b(?:FROM|WHERE|SET|VALUES)\b/],
  ["the database's own words", /invalid input syntax|violates (?:check|unique|foreign|not-null)|row-level security|Prisma|P20\d\d/],
];
export const insideShown = ({ body }: Pick<Answer, "body">): string[] =>
  INSIDE.flatMap(([what, pattern]) => {
    const found = pattern.exec(body);
    return found ? [`${what}: ${found[0].slice(0, 120)}`] : [];
  });

/** The outcome of a page. An error after the first piece shows in the stream, not in the status. */
export function outcomeOf({ status, headers, body }: Answer): string {
  if (status >= 500) return `broken (${status})`;
  const thrown = /NEXT_REDIRECT;\w+;([^;]+);/.exec(body)?.[1];
  if (status === 307 || status === 303 || thrown) return `to ${String(headers.location ?? thrown).replace(app.origin, "")}`;
  if (status === 404 || body.includes("NEXT_HTTP_ERROR_FALLBACK;404")) return "missing";
  if (/(?:data-dgst=|\$RX\("[^"]*",|E\{\\?"digest\\?":)\\?"\d/.test(body)) return "broken";
  return status === 200 ? "open" : `status ${status}`;
}
