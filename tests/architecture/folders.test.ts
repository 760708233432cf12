import path from "node:path";
import { expect, it } from "vitest";
import { sourceFiles } from "./source-files";

const files = sourceFiles();
const lib = files.filter((file) => file.path.startsWith("lib/"));

/** The feature folder of a file in lib; inside lib/platform its subfolder; the file itself directly in lib. */
function folderOf(file: string): string {
  const parts = file.split("/");
  if (parts.length === 2) return file.replace(/\.tsx?$/, "");
  return parts.slice(0, parts[1] === "platform" && parts.length > 3 ? 3 : 2).join("/");
}

/** Which folder imports which, including types, with an example file for each. */
function edges(): Map<string, Map<string, string>> {
  const found = new Map<string, Map<string, string>>();
  for (const file of lib)
    for (const { from } of file.imports) {
      const [here, there] = [folderOf(file.path), folderOf(from)];
      if (!from.startsWith("lib/") || here === there) continue;
      found.set(here, (found.get(here) ?? new Map()).set(there, file.path));
    }
  return found;
}

/** The folders of one cycle, with a file for each step; null if there is none. */
function cycleIn(graph: ReadonlyMap<string, ReadonlyMap<string, string>>): string | null {
  const done = new Set<string>();
  const walk = (at: string, way: string[]): string | null => {
    if (way.includes(at)) {
      const round = [...way.slice(way.indexOf(at)), at];
      return round.map((folder, n) => (n === 0 ? folder : `${folder} (${graph.get(round[n - 1] ?? "")?.get(folder)})`)).join(" -> ");
    }
    if (done.has(at)) return null;
    for (const next of graph.get(at)?.keys() ?? []) {
      const found = walk(next, [...way, at]);
      if (found !== null) return found;
    }
    done.add(at);
    return null;
  };
  for (const start of graph.keys()) {
    const found = walk(start, []);
    if (found !== null) return found;
  }
  return null;
}

it("finds a cycle", () => {
  const graph = (pairs: [string, string][]) =>
    new Map([...Map.groupBy(pairs, ([a]) => a)].map(([a, own]) => [a, new Map(own.map(([, b]) => [b, "file"]))]));
  expect(cycleIn(graph([["a", "b"], ["b", "c"], ["a", "c"]]))).toBeNull(); // biome-ignore format: a picture
  expect(cycleIn(graph([["a", "b"], ["b", "c"], ["c", "b"]]))).toBe("b -> c (file) -> b (file)"); // biome-ignore format: a picture
});

it("no folder of lib imports itself through others", () => {
  expect(edges().size).toBeGreaterThan(20);
  expect(cycleIn(edges())).toBeNull();
});

// The foundation: independent of the company, of the database and of features.
const BELOW = /^lib\/(?:platform|calendar)\/|^lib\/[^/]+$/;

it("the foundation imports no feature", () => {
  const ground = lib.filter((file) => file.path.startsWith("lib/platform/"));
  expect(ground.length).toBeGreaterThan(50);
  const reaching = ground.flatMap((file) =>
    file.imports.filter(({ from }) => from.startsWith("lib/") && !BELOW.test(from)).map(({ from }) => `${file.path} imports ${from}`),
  );
  expect(reaching).toEqual([]);
});

it("actions are made where all listeners are registered", () => {
  const made = files.filter(
    ({ path: at, imports }) => at.startsWith("app/") && imports.some(({ from }) => from === "lib/platform/web/action"),
  );
  expect(made.map((file) => file.path)).toEqual([]);
});

it("no folder has more than 12 files of its own", () => {
  const own = Map.groupBy(
    files.filter(({ path: at }) => /^(?:lib|components)\//.test(at) && !at.startsWith("components/ui/")),
    (file) => path.posix.dirname(file.path),
  );
  expect([...own].filter(([, held]) => held.length > 12).map(([folder, held]) => `${folder}: ${held.length}`)).toEqual([]);
});
