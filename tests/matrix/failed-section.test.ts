import { afterAll, expect, it } from "vitest";
import { openData, openOwner, openPage, world } from "./play";

const owner = await openOwner();
const restore = () => owner.query("REVOKE SELECT ON initiative FROM coo_app; GRANT SELECT ON initiative TO coo_app");
afterAll(async () => {
  await restore();
  await owner.end();
});

/** Work due reads the whole row of an initiative; nothing else on these pages reads its summary. */
async function hideSummaries(): Promise<void> {
  const { rows } = await owner.query<{ columns: string }>(
    `SELECT string_agg(quote_ident(column_name), ', ') AS columns FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = 'initiative' AND column_name <> 'summary'`,
  );
  await owner.query(`REVOKE SELECT ON initiative FROM coo_app; GRANT SELECT (${rows[0]?.columns}) ON initiative TO coo_app`);
}

const SENTENCE = "This section could not be loaded.";
const paths = ["/operations", `/departments/${world.departments.A}`, "/operations?asOf=2014-05-05"];

it("over HTTP a section that fails is one sentence with the reference of the request; the page is answered 200 with all others", async () => {
  for (const path of paths) expect((await openPage(path, "leadA")).body).not.toContain(SENTENCE);
  await hideSummaries();
  for (const open of [openPage, openData])
    for (const path of paths) {
      const { status, body, headers } = await open(path, "leadA");
      expect([path, status]).toEqual([path, 200]);
      for (const title of ["Signals", "KPIs", "Work due", "Open decisions"]) expect(body).toContain(title);
      expect(body).not.toContain("permission denied");
      // Looking back, work due is not read.
      const fails = !path.includes("asOf");
      expect([path, body.includes(SENTENCE), body.includes(String(headers["x-request-id"]))]).toEqual([path, fails, fails]);
    }
  await restore();
  for (const path of paths) expect((await openPage(path, "leadA")).body).not.toContain(SENTENCE);
});
