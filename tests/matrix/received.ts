import { type Answer, send } from "../support/app-server";
import { app, eachOf, openData, openPage, operations, pathOf, saidIn, world } from "./play";
import { alsoAsked, PAGES } from "./policy";

/** People of A whose answers are compared. */
export const OF_A = ["viewerA", "leadA"] as const;
export type OfA = (typeof OF_A)[number];
const IN_A = ["A", "own", "archived", "shared", "missing"] as const;

/** Every address that somebody of A may request, by type. */
const addresses = (who: OfA): string[] => [
  ...operations.pages.flatMap((page) => {
    const row = PAGES[page];
    const scopes = (row?.scopes ?? []).filter((scope) => IN_A.some((own) => own === scope));
    return row?.reads[who] ? scopes.map((scope) => pathOf(page, scope)) : [];
  }),
  ...alsoAsked(world),
];

/**
 * The answers to people of A at every address: pages as documents and as data, searches, lists and, byte for byte, files. Without `files`
 * they are left out: a person may take sixty at once, and then thirty a minute, so each round of them counts.
 */
export async function everything({ files } = { files: true }): Promise<Map<string, string>> {
  const said = new Map<string, string>();
  for (const who of OF_A)
    await eachOf(
      addresses(who).filter((path) => files || !path.startsWith("/api/export/")),
      async (path) => {
        if (path.startsWith("/api/")) {
          const answer = await taken(path, who);
          said.set(
            `${who} ${path}`,
            [answer.status, answer.headers.etag ?? "", answer.headers["content-disposition"] ?? "", answer.body].join("\n"),
          );
          return;
        }
        const document = await openPage(path, who);
        said.set(`${who} ${path}`, `${saidIn(aged(path, document))}\n${document.headers.etag ?? ""}`);
        said.set(`${who} ${path} as data`, saidIn(aged(path, await openData(path, who))));
      },
    );
  return said;
}

/** A file, or the answer of a route. Downloads per person are limited, so refused ones are retried. */
async function taken(path: string, who: OfA): Promise<Answer> {
  for (let tries = 0; ; tries++) {
    const answer = await send(app, { path, cookie: world.cookies[who], headers: { accept: "*/*" } });
    if (answer.status !== 429 || tries === 300) return answer;
    await new Promise((wait) => setTimeout(wait, 300));
  }
}

/** The last-seen time of your own sessions uses the real clock, which runs meanwhile. */
const aged = (path: string, answer: Answer): Answer =>
  path === "/settings/account" ? { ...answer, body: answer.body.replaceAll(/just now|\d+ min ago/g, "lately") } : answer;

/** The first difference between two answers, with its surroundings. */
function difference(before: string, after: string): string | null {
  if (before === after) return null;
  const [a, b] = [before.split("\n"), after.split("\n")];
  const gone = a.find((line) => !b.includes(line)) ?? "";
  const come = b.find((line) => !a.includes(line)) ?? "";
  const at = Math.max(0, [...gone].findIndex((letter, i) => letter !== come[i]) - 60);
  return `${gone.slice(at, at + 200)} -> ${come.slice(at, at + 200)}`;
}

/** What was received differently, each with its first difference. */
export const differences = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): [string, string][] =>
  [...before].flatMap(([path, said]): [string, string][] => {
    const found = difference(said, after.get(path) ?? "");
    return found === null ? [] : [[path, found]];
  });
