// Writes lib/entities/index.ts and words.ts from the features that describe an entity, and the list of sections about a thing from the screens
// that have one: `node scripts/entities.mjs`. A test checks that they are up to date.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const root = path.join(import.meta.dirname, "..");
/** Folders of lib that have the file: "decisions", or "initiatives/actions" if a feature has several entities. */
const featuresWith = (file, under = "lib") =>
  fs
    .readdirSync(path.join(root, under), { recursive: true })
    .filter((found) => path.basename(found) === file && !/^(platform|_sections)\b/.test(found))
    .map((found) => path.dirname(found).replaceAll(path.sep, "/"))
    .sort();
const nameOf = (feature) => feature.replace(/[-/](\w)/g, (_, letter) => letter.toUpperCase());
const list = (features) => features.map(nameOf).join(", ");

/** The content of the three files, by path. */
export function entityIndex() {
  const [server, words] = [featuresWith("entity.ts"), featuresWith("entity-words.ts")];
  const about = featuresWith("about.tsx", "app/(console)");
  // In the formatter's order of imports.
  const imports = (features, file, type) =>
    [
      ...features.map((feature) => [`@/lib/${feature}/${file}`, nameOf(feature)]),
      [`@/lib/platform/entities/${type === "EntityWords" ? "words" : "description"}`, `type { ${type} }`],
    ]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([from, name]) => `import ${name} from "${from}";\n`)
      .join("");
  return {
    "lib/entities/index.ts": `import "server-only";
${imports(server, "entity", "EntityDescription")}
/** Every kind of thing that is described, in the order of its feature. Made by scripts/entities.mjs. */
export const ENTITIES: readonly EntityDescription[] = [${list(server)}];
`,
    "lib/entities/words.ts": `${imports(words, "entity-words", "EntityWords")}
/** The words of every kind of thing that is described. Made by scripts/entities.mjs. */
export const ENTITY_WORDS: readonly EntityWords[] = [${list(words)}];
`,
    "app/(console)/_sections/about-index.ts": `${about.map((feature) => `import ${nameOf(feature)} from "../${feature}/about";\n`).join("")}
/** The sections about a KPI or an initiative, by feature. Made by scripts/entities.mjs. */
export const ABOUT = { ${list(about)} };
`,
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  for (const [file, text] of Object.entries(entityIndex())) fs.writeFileSync(path.join(root, file), text);
