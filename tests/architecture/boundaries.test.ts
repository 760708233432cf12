import { describe, expect, it } from "vitest";
import { type File, sourceFiles } from "./source-files";

const files = sourceFiles();

const serverFiles = new Set(files.filter((f) => f.server && f.path.startsWith("lib/")).map((f) => f.path.replace(/\.tsx?$/, "")));
const offenders = (bad: (f: File) => boolean) => files.filter(bad).map((f) => f.path);
const uses = (f: File, wanted: (from: string) => boolean, { types = true } = {}) =>
  f.imports.some((i) => wanted(i.from) && (types || !i.typeOnly));
const lib = (f: File) => f.path.startsWith("lib/");
const pure = (f: File) => lib(f) && !f.server;

it("finds the project's files", () => {
  expect(files.length).toBeGreaterThan(100);
  expect(files.flatMap((f) => f.imports).length).toBeGreaterThan(300);
});

describe("directions", () => {
  it("lib never imports from app or components", () =>
    expect(offenders((f) => lib(f) && uses(f, (i) => /^(app|components)\//.test(i)))).toEqual([]));
  it("components never import from app", () =>
    expect(offenders((f) => f.path.startsWith("components/") && uses(f, (i) => i.startsWith("app/")))).toEqual([]));
  it("components import nothing that runs only on the server, but types", () =>
    expect(offenders((f) => f.path.startsWith("components/") && uses(f, (i) => serverFiles.has(i), { types: false }))).toEqual([]));
  it("a page passes no function to client components, neither as children nor as a property", () => {
    const browser = new Set(files.filter((f) => f.text.startsWith('"use client"')).map((f) => f.path.replace(/\.tsx?$/, "")));
    const given = ({ code, imports }: File) =>
      imports
        .filter(({ from, typeOnly }) => browser.has(from) && !typeOnly)
        .flatMap(
          ({ from }) => code.match(new RegExp(`import \\{([^}]*)\\} from "(@/)?[^"]*${from.split("/").at(-1)}"`))?.[1]?.split(",") ?? [],
        )
        .some((name) => new RegExp(`<${name.trim()}\\b(?:(?!/>|</)[^])*?[>=]\\s*\\{(async )?\\([^()]*\\) =>`).test(code));
    expect(offenders((f) => f.path.startsWith("app/") && !f.text.startsWith('"use client"') && given(f))).toEqual([]);
  });
  it("pure files import no server file, no framework, no database", () =>
    expect(
      offenders(
        (f) =>
          pure(f) &&
          f.imports.some(
            (i) => !i.typeOnly && (serverFiles.has(i.from) || /^(react|next|next-auth|pg|@prisma)(\/|$)|^node:|generated/.test(i.from)),
          ),
      ),
    ).toEqual([]));
  it("pure files use no clock, no randomness and no environment", () =>
    expect(
      offenders((f) => pure(f) && f.path !== "lib/env.ts" && /\bDate\.now\(|new Date\(\)|Math\.random\(|process\.env/.test(f.text)),
    ).toEqual([]));
  it("only lib/platform/db knows the generated client; others take types from it", () =>
    expect(
      offenders(
        (f) =>
          !f.path.startsWith("lib/platform/db/") &&
          uses(f, (i) => /lib\/platform\/db\/generated|@prisma\/client/.test(i), { types: false }),
      ),
    ).toEqual([]));
  it("pages and components never open the database", () =>
    expect(offenders((f) => !lib(f) && uses(f, (i) => /^lib\/platform\/db\/(client|scope|sql)$/.test(i), { types: false }))).toEqual([]));
  it("a command does not call another feature's command", () => {
    const feature = (name: string) => /^lib\/(?!platform\/)([^/]+)\/commands/.exec(name)?.[1];
    expect(
      offenders(
        (f) => feature(f.path) !== undefined && f.imports.some((i) => feature(i.from) !== undefined && feature(i.from) !== feature(f.path)),
      ),
    ).toEqual([]);
  });
  it("next-auth stays behind lib/platform/auth, its route and the sign-in form", () =>
    expect(
      offenders(
        (f) =>
          uses(f, (i) => /^next-auth/.test(i)) &&
          !/^(lib\/platform\/auth\/(options|session)\.ts|app\/api\/auth\/|components\/auth\/)/.test(f.path),
      ),
    ).toEqual([]));
});

describe("one way in", () => {
  const actionFiles = files.filter((f) => /^["']use server["']/m.test(f.text));
  it('"use server" is only at the top of app/**/actions.ts', () =>
    expect(
      actionFiles.filter((f) => !/^app\/.*actions\.ts$/.test(f.path) || !/^["']use server["']/.test(f.text)).map((f) => f.path),
    ).toEqual([]));
  it("every exported action is made by defineAction or definePublicAction", () => {
    expect(actionFiles.length).toBeGreaterThan(0);
    const exported = actionFiles.flatMap((f) => [...f.text.matchAll(/^export\s+(?!type)(.*)$/gm)].map((m) => `${f.path}: ${m[1]}`));
    expect(exported.filter((line) => !/: const \w+ = define(Public)?Action\($|: const \w+ = define(Public)?Action\(\w/.test(line))).toEqual(
      [],
    );
  });
  it("every route is made by defineRead, defineStream, defineFile or defineUpload, is next-auth's own, or tells only whether the process is healthy", () => {
    const routes = files.filter((f) => /^app\/.*route\.ts$/.test(f.path));
    expect(routes.length).toBeGreaterThan(0);
    expect(
      routes
        .filter(
          (f) =>
            !/define(Read|Stream|File|Upload)\(/.test(f.text) &&
            !/^app\/api\/(auth\/\[\.\.\.nextauth\]|health\/(live|ready))\//.test(f.path),
        )
        .map((f) => f.path),
    ).toEqual([]);
  });
  it("transactions are opened by lib/platform/db/scope.ts alone", () =>
    expect(offenders((f) => !f.path.startsWith("lib/platform/db/") && /\$transaction\(|pool\.(connect|query)\(/.test(f.text))).toEqual([]));
  it("the environment is read in lib/env.ts, and for the build's mode in proxy.ts", () =>
    expect(offenders((f) => !["lib/env.ts", "proxy.ts"].includes(f.path) && /process\.env/.test(f.code))).toEqual([]));
});

describe("forbidden constructs", () => {
  it.each([
    ["SQL built from strings", /RawUnsafe|Prisma\.raw\(/],
    ["coercion of input", /z\.coerce/],
    ["raw HTML", /dangerouslySetInnerHTML/],
    ["any", /\bas any\b|: any\b|<any>/],
    ["a silenced compiler", /@ts-ignore|@ts-nocheck|@ts-expect-error/],
    ["stripping schemas of input", /z\.object\(/],
  ])("%s", (what, pattern) => {
    // Settings, credentials and the environment contain other fields too; everything from a form or a file is strict.
    const lenient = /^lib\/(env|company\/queries|platform\/auth\/sign-in\/sign-in)\.ts$/;
    const names = /^lib\/platform\/db\/identifier\.ts$/; // the one place that may, and says why
    expect(
      offenders(
        (f) =>
          pattern.test(what === "a silenced compiler" ? f.text : f.code) &&
          !(what.startsWith("stripping") && lenient.test(f.path)) &&
          !(what.startsWith("SQL") && names.test(f.path)),
      ),
    ).toEqual([]);
  });
  it("no file over 400 lines", () => expect(offenders((f) => f.text.split("\n").length > 400)).toEqual([]));
});

it("only readable() decides who may read a row", () =>
  // d.ids: which kinds of records have any row in the viewer's departments, which is a different question.
  expect(offenders((f) => f.path !== "lib/platform/authz/readable.ts" && /\$\{viewer\.everything\} OR (?!d\.ids)/.test(f.code))).toEqual(
    [],
  ));
