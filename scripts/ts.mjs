// `node --import ./scripts/ts.mjs FILE.ts`: runs the project's TypeScript in Node itself, outside Next and vitest. Node strips the types;
// this resolves what only bundlers know: "@/...", imports without extension, "server-only".
import fs from "node:fs";
import { registerHooks } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = path.resolve(import.meta.dirname, "..");
const NOTHING = "data:text/javascript,export{}";
const ENDINGS = ["", ".ts", ".tsx", ".mjs", "/index.ts"];

function file(at) {
  const found = ENDINGS.map((ending) => at + ending).find((candidate) => fs.statSync(candidate, { throwIfNoEntry: false })?.isFile());
  return found && pathToFileURL(found).href;
}

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === "server-only" || specifier === "client-only") return { url: NOTHING, shortCircuit: true };
    const parent = context.parentURL ?? "";
    const ours = parent.startsWith("file:") && !parent.includes("/node_modules/");
    const target = specifier.startsWith("@/")
      ? path.join(root, specifier.slice(2))
      : ours && /^\.\.?(?:\/|$)/.test(specifier)
        ? path.resolve(path.dirname(fileURLToPath(parent)), specifier)
        : null;
    const url = target && file(target);
    if (url) return next(url, context);
    try {
      return next(specifier, context);
    } catch (error) {
      // Packages without an exports map ("next/headers") are files, and Node wants their extension.
      if (ours && error.code === "ERR_MODULE_NOT_FOUND" && /^(@[^/]+\/)?[^./@][^/]*\/.+/.test(specifier) && !/\.m?js$/.test(specifier))
        return next(`${specifier}.js`, context);
      throw error;
    }
  },
});
