import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { z } from "zod";

const Names = z.record(z.string(), z.string()).optional();
const Lock = z.object({
  lockfileVersion: z.literal(3),
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      resolved: z.string().optional(),
      optionalDependencies: Names,
      dependencies: Names,
      devDependencies: Names,
    }),
  ),
});
type Packages = z.infer<typeof Lock>["packages"];
const read = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));

const { packages } = Lock.parse(read("package-lock.json"));
const { floors, banned } = z
  .object({ floors: z.record(z.string(), z.string()), banned: z.record(z.string(), z.string()) })
  .parse(read("tests/architecture/version-floors.json"));

const nameOf = (place: string) => place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length);

/** Optional dependencies that the lock names but does not contain: npm silently leaves out a missing platform package. */
function missingOptional(all: Packages) {
  const held = new Set(Object.keys(all).map(nameOf));
  return Object.entries(all).flatMap(([place, { optionalDependencies }]) =>
    Object.keys(optionalDependencies ?? {})
      .filter((name) => !held.has(name))
      .map((name) => `${place || "this project"}: ${name}`),
  );
}

/** Whether `version` is at least `floor`, number by number; a pre-release is below its release. */
function atLeast(version: string, floor: string) {
  const numbers = (text: string) => text.split("-")[0]!.split(".").map(Number);
  const [have, want] = [numbers(version), numbers(floor)];
  const difference = have.map((n, i) => n - (want[i] ?? 0)).find((n) => n !== 0) ?? 0;
  return difference > 0 || (difference === 0 && !version.includes("-"));
}

it("each optional dependency named in the lock is itself in the lock", () => {
  expect(missingOptional(packages)).toEqual([]);
});

it("detects a missing optional dependency", () => {
  expect(missingOptional({ "node_modules/a": { optionalDependencies: { "@a/linux-x64": "1.0.0" } } })).toEqual([
    "node_modules/a: @a/linux-x64",
  ]);
});

it("the lock names no registry: packages come from the one the machine is configured for", () => {
  const hosts = Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined && !resolved.startsWith("file:"));
  expect(hosts.map(([place]) => place)).toEqual([]);
});

it("the lock belongs to package.json", () => {
  const own = z.object({ dependencies: Names, devDependencies: Names, optionalDependencies: Names }).parse(read("package.json"));
  const { dependencies, devDependencies, optionalDependencies } = packages[""] ?? {};
  expect({ dependencies, devDependencies, optionalDependencies }).toEqual(own);
});

it("every direct dependency is pinned to one version", () => {
  const { dependencies, devDependencies, optionalDependencies } = packages[""] ?? {};
  const loose = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }).filter(
    ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
  );
  expect(loose).toEqual([]);
});

it.each(Object.entries(floors))("every %s in the lock is at least %s", (name, floor) => {
  const versions = Object.entries(packages)
    .filter(([place]) => nameOf(place) === name && place !== "")
    .map(([, { version }]) => version ?? "0.0.0");
  expect(versions.length).toBeGreaterThan(0);
  expect(versions.filter((version) => !atLeast(version, floor))).toEqual([]);
});

it("16.4.4 and 16.4.5-canary.1 are below 16.4.5; 16.4.5 and 16.10.0 are not", () => {
  expect(["16.4.4", "16.4.5-canary.1", "16.4.5", "16.10.0"].map((version) => atLeast(version, "16.4.5"))).toEqual([
    false,
    false,
    true,
    true,
  ]);
});

it.each(Object.entries(banned))("%s is nowhere in the lock (%s)", (name) => {
  expect(Object.keys(packages).filter((place) => nameOf(place) === name)).toEqual([]);
});
