import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** `code` is the text without comments. `from`: path in the project without its extension, or the name of a package. */
export type File = { path: string; text: string; code: string; server: boolean; imports: { from: string; typeOnly: boolean }[] };

const read = (name: string): File => {
  const text = readFileSync(name, "utf8");
  const imports = [...text.matchAll(/^\s*(?:import|export)\s+(type\s)?[^"';]*?(?:from\s+)?"([^"]+)"/gm)].map((m) => ({
    from: resolve(name, m[2] ?? ""),
    typeOnly: m[1] !== undefined,
  }));
  return {
    path: name,
    text,
    code: text.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, ""),
    server: /^import "server-only";/.test(text),
    imports,
  };
};
const resolve = (from: string, to: string) =>
  to.startsWith("@/") ? to.slice(2) : to.startsWith(".") ? path.posix.join(path.posix.dirname(from), to) : to;

/** Every source file of the application, without tests and generated files. */
export const sourceFiles = (): File[] =>
  ["app", "components", "lib"]
    .flatMap((dir) => readdirSync(dir, { recursive: true, encoding: "utf8" }).map((f) => `${dir}/${f.replaceAll("\\", "/")}`))
    .concat("proxy.ts")
    .filter((name) => /\.tsx?$/.test(name) && !/\.(test|fixture)\.|lib\/platform\/db\/generated/.test(name))
    .map(read);
