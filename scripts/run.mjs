// node scripts/run.mjs FILE.ts [ARGUMENTS]: runs one of the project's programs on the installation in DATA_DIR, whether it is being served
// or not.
import fs from "node:fs";
import path from "node:path";
import { command, Refusal } from "./say.mjs";
import { root, setUp } from "./set-up.mjs";

/** A program's usage text: the comment it begins with. */
function usageOf(file) {
  const lines = fs.readFileSync(path.join(root, file), "utf8").split("\n");
  const end = lines.findIndex((line) => !line.startsWith("//"));
  return lines
    .slice(0, end)
    .map((line) => line.slice(3))
    .join("\n");
}

await command(async () => {
  const [file, ...args] = process.argv.slice(2);
  if (!file) throw new Refusal("Usage: node scripts/run.mjs FILE.ts [ARGUMENTS]");
  if (args.includes("--help") || args.includes("-h")) {
    console.log(usageOf(file));
    return;
  }
  await setUp(import.meta.filename);
  const { generateClient } = await import("./build.mjs");
  const { joinInstallation, openInstallation } = await import("./installation.mjs");
  const { runTypeScript } = await import("./ts-run.mjs");
  const { heldMode, modeEnvironment } = await import("./mode.mjs");
  const { placesOf } = await import("./places.mjs");
  await generateClient();
  const place = { dataDir: path.resolve(process.env.DATA_DIR ?? ".data"), given: process.env.DATABASE_URL || undefined };
  const installation = (await joinInstallation(place)) ?? (await openInstallation({ ...place, what: file }));
  let code = 0;
  try {
    const mode = await heldMode(installation);
    await runTypeScript(file, args, {
      ...modeEnvironment(mode),
      ...placesOf(place.dataDir),
      DATA_DIR: place.dataDir,
      APP_ORIGIN: process.env.APP_ORIGIN ?? `http://localhost:${process.env.PORT ?? 3000}`,
      DATABASE_URL: installation.workUrl,
      OWNER_DATABASE_URL: installation.ownerUrl,
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    code = error.code ?? 1; // the program has said why
  } finally {
    await installation.stop?.();
  }
  process.exit(code);
});
