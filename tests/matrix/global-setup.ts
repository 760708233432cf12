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

type Served = { app: ServedApp; world: World; ownerUrl: string; adminUrl: string };
declare module "vitest" {
  export interface ProvidedContext {
    /** One for each file that runs at the same time, by its worker. */
    matrix: readonly Served[];
  }
}

/** The built application on databases of its own, one for each worker, with the matrix's company and everybody signed in. */
export default async function setup(project: TestProject) {
  const stopPostgres = await startTemplate(project);
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "coo-matrix-"));
  const ending: (() => Promise<void>)[] = [stopPostgres];
  const close = async () => {
    for (const end of ending.toReversed()) await end();
    fs.rmSync(scratch, { recursive: true, force: true });
  };
  const { templateUrl, templateAdminUrl } = project.getProvidedContext();
  const serve = async (database: string): Promise<Served> => {
    const at = (url: string, name = database) => String(Object.assign(new URL(url), { pathname: `/${name}` }));
    const [ownerUrl, adminUrl] = [at(templateUrl), at(templateAdminUrl)] as const;
    const template = new pg.Client({ connectionString: at(templateAdminUrl, "postgres") });
    await template.connect();
    await template.query(`CREATE DATABASE ${database} OWNER owner TEMPLATE template_coo STRATEGY file_copy`);
    await template.end();
    const owner = new pg.Client({ connectionString: adminUrl });
    await owner.connect();
    ending.push(() => owner.end());
    const { app, stop } = await serveBuild((await rolesOf(ownerUrl)).appUrl, path.join(scratch, `${database}.log`));
    ending.push(stop);
    const world = await makeWorld(owner, app);
    await keep(owner);
    return { app, world, ownerUrl, adminUrl };
  };
  try {
    const served: Served[] = [];
    for (let worker = 1; worker <= project.config.maxWorkers; worker += 1) served.push(await serve(`coo_matrix_${worker}`));
    project.provide("matrix", served);
  } catch (error) {
    await close();
    throw error;
  }
  return close;
}
