import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { type ServedApp, serveBuild } from "../support/app-server";
import { rolesOf } from "../support/roles";
import startTemplate from "../support/template-db";
import { keep } from "./state";
import { makeWorld, type World } from "./world";

declare module "vitest" {
  export interface ProvidedContext {
    matrix: { app: ServedApp; world: World; ownerUrl: string; adminUrl: string; logFile: string };
  }
}

/** The built application on a separate database, with the matrix's company and everybody signed in. */
export default async function setup(project: TestProject) {
  const stopPostgres = await startTemplate(project);
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "coo-matrix-"));
  const logFile = process.env.MATRIX_LOG ?? path.join(scratch, "server.log");
  const ending: (() => Promise<void>)[] = [stopPostgres];
  const close = async () => {
    for (const end of ending.toReversed()) await end();
    fs.rmSync(scratch, { recursive: true, force: true });
  };
  try {
    const { templateUrl: ownerUrl, templateAdminUrl: adminUrl } = project.getProvidedContext();
    const owner = new pg.Client({ connectionString: adminUrl });
    await owner.connect();
    ending.push(() => owner.end());
    const { app, stop } = await serveBuild((await rolesOf(ownerUrl)).appUrl, logFile);
    ending.push(stop);
    const world = await makeWorld(owner, app);
    await keep(owner);
    project.provide("matrix", { app, world, ownerUrl, adminUrl, logFile });
  } catch (error) {
    await close();
    throw error;
  }
  return close;
}
