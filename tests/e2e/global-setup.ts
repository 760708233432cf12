import path from "node:path";
import { joinInstallation } from "../../scripts/installation.mjs";
import { listNames, listScreens } from "../../scripts/shots/screens.mjs";

/** Every installation has new ids, so the addresses of the screens come from the one under test. */
export default async function findScreens(): Promise<void> {
  const dataDir = path.resolve(process.env.E2E_DATA_DIR ?? ".data-e2e");
  const installation = await joinInstallation({ dataDir, given: undefined });
  if (installation === null) throw new Error(`No installation runs in ${dataDir}.`);
  process.env.E2E_SCREENS = JSON.stringify(await listScreens(installation.ownerUrl));
  process.env.E2E_NAMES = JSON.stringify(await listNames(installation.ownerUrl));
}
