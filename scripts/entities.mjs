// Writes lib/entities/index.ts and words.ts from the features that describe an entity: `node scripts/entities.mjs`. A test holds them.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const root = path.join(import.meta.dirname, "..");
const featuresWith = (file) =>
  fs
    .readdirSync(path.join(root, "lib"))
    .filter((name) => fs.existsSync(path.join(root, "lib", name, file)))
    .sort();
const nameOf = (feature) => feature.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
const list = (features) => features.map(nameOf).join(", ");

/** What the two files have to say, by their path. */
export function entityIndex() {
  const [server, words] = [featuresWith("entity.ts"), featuresWith("entity-words.ts")];
  const imports = (features, file) => features.map((feature) => `import ${nameOf(feature)} from "@/lib/${feature}/${file}";\n`).join("");
  return {
    "lib/entities/index.ts": `import "server-only";
${imports(server, "entity")}import type { EntityDescription } from "@/lib/platform/entities/description";

/** Every kind of thing that is described, in the order of its feature. Made by scripts/entities.mjs. */
export const ENTITIES: readonly EntityDescription[] = [${list(server)}];
`,
    "lib/entities/words.ts": `${imports(words, "entity-words")}import type { EntityWords } from "@/lib/platform/entities/words";

/** The words of every kind of thing that is described. Made by scripts/entities.mjs. */
export const ENTITY_WORDS: readonly EntityWords[] = [${list(words)}];
`,
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  for (const [file, text] of Object.entries(entityIndex())) fs.writeFileSync(path.join(root, file), text);
