// Lets plain Node run the application's own TypeScript: "@/x" is the project's root, and imports carry no extension.
import { existsSync } from "node:fs";
import { registerHooks } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = path.resolve(import.meta.dirname, "..");

registerHooks({
  resolve(specifier, context, next) {
    const file = specifier.startsWith("@/")
      ? path.join(root, specifier.slice(2))
      : specifier.startsWith(".") && context.parentURL?.startsWith("file:")
        ? path.resolve(path.dirname(fileURLToPath(context.parentURL)), specifier)
        : null;
    if (file !== null && path.extname(file) !== ".ts" && existsSync(`${file}.ts`)) return next(pathToFileURL(`${file}.ts`).href, context);
    // Next publishes its entry points as plain files; only its own bundler finds them without the ending.
    if (/^next\/\w+$/.test(specifier)) return next(`${specifier}.js`, context);
    return next(file !== null && specifier.startsWith("@/") ? pathToFileURL(file).href : specifier, context);
  },
});
