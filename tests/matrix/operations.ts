import fs from "node:fs";
import path from "node:path";

/** What the build serves, from its own manifests, so nothing can be added to the application without appearing here. */
export type Operations = {
  /** By "file#export"; `pages` are those that contain it. */
  actions: Map<string, { id: string; pages: string[] }>;
  /** Paths of pages, with their parameters: "/kpis/[id]". */
  pages: string[];
  routes: string[];
};

type ActionEntry = { workers: Record<string, unknown>; filename?: string; exportedName?: string };

const read = (directory: string, file: string): unknown => JSON.parse(fs.readFileSync(path.join(directory, ".next/server", file), "utf8"));

/** "app/(console)/kpis/[id]/page" -> "/kpis/[id]" */
const pathOf = (place: string) =>
  `/${place
    .replace(/^\/?(app\/)?/, "")
    .replace(/\/?(page|route)$/, "")
    .split("/")
    .filter((part) => !/^\(.*\)$/.test(part))
    .join("/")}`;

/** Next's own pages, without content of ours: the global error page, and the answer for unknown pages. */
const FRAMEWORK = ["/_global-error", "/_not-found"];

export function operationsOf(directory: string): Operations {
  const actions: Operations["actions"] = new Map();
  const manifest = read(directory, "server-reference-manifest.json") as {
    node: Record<string, ActionEntry>;
    edge: Record<string, ActionEntry>;
  };
  const entries = Object.entries({ ...manifest.edge, ...manifest.node }).map(([id, entry]) => {
    if (!entry.filename || !entry.exportedName) throw new Error(`The build does not name the action ${id}.`);
    return { name: `${entry.filename}#${entry.exportedName}`, id, pages: Object.keys(entry.workers).map(pathOf) };
  });
  // The manifest is in the order of ids, which every build draws anew: tests run in the order of names.
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, id, pages } of entries) actions.set(name, { id, pages });
  const places = Object.keys(read(directory, "app-paths-manifest.json") as Record<string, string>);
  const pages = places.filter((place) => place.endsWith("/page")).map(pathOf);
  return {
    actions,
    pages: pages.filter((page) => !FRAMEWORK.includes(page)).sort(),
    routes: places
      .filter((place) => place.endsWith("/route"))
      .map(pathOf)
      .sort(),
  };
}
