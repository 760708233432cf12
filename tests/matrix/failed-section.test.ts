import { afterAll, expect, it } from "vitest";
import { openData, openOwner, openPage, world } from "./play";

const owner = await openOwner();
afterAll(async () => {
  await owner.query("GRANT SELECT ON milestone TO coo_app");
  await owner.end();
});

const SENTENCE = "This part could not be put together.";
const pages = () => ["/operations", "/operations?known=2014-05-05", `/departments/${world.departments.A}`];

it("over HTTP a section that fails is one sentence with the reference of the request; the page is answered 200 with all others", async () => {
  for (const path of pages()) expect((await openPage(path, "leadA")).body).not.toContain(SENTENCE);
  await owner.query("REVOKE SELECT ON milestone FROM coo_app");
  for (const open of [openPage, openData])
    for (const path of pages()) {
      const { status, body, headers } = await open(path, "leadA");
      expect([path, status]).toEqual([path, 200]);
      // Looking back what is due is not read.
      if (path.includes("known")) expect(body).not.toContain(SENTENCE);
      else {
        expect(body).toContain(SENTENCE);
        expect(body).toContain(headers["x-request-id"]);
      }
      for (const title of ["Signals", "KPIs", "Work due", "Decisions awaiting"]) expect(body).toContain(title);
      expect(body).not.toContain("permission denied");
    }
  await owner.query("GRANT SELECT ON milestone TO coo_app");
  for (const path of pages()) expect((await openPage(path, "leadA")).body).not.toContain(SENTENCE);
});
