import { gzipSync } from "node:zlib";
import type pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { callAction, send } from "../support/app-server";
import { type Principal, SIGNED_IN, STRANGERS } from "./names";
import { addressOf, app, insideShown, openData, openOwner, openPage, outcomeOf, world } from "./play";
import { digests, restore } from "./state";

/** Occurs in the rows a check shows: from the file, and from records. */
const ROW = "qzrowzq";
const RECORD = "qzrecordzq";
const OWN_ACTIONS = ["readUploadAction", "checkUploadAction", "runUploadAction", "cancelUploadAction", "removeUploadAction"] as const;
const MISSING = "01900000-0000-7000-8000-00000000dead";

let owner: pg.Client;
beforeAll(async () => {
  owner = await openOwner();
});
afterEach(() => restore(owner));
afterAll(() => owner.end());

const preview = (open: boolean | undefined) => ({
  ...(open !== undefined && { open }),
  ...{ outcome: "planned", importId: null, target: "records:x", fileName: "x.csv", sha256: "00", rows: 2, newRows: 1, changedRows: 0 },
  ...{ sameRows: 0, rejectedRows: 1, leftOutRows: 0, notes: [], rejectsFile: true },
  format: { delimiter: ",", encoding: "utf-8", decimal: ".", dates: "iso", headingRow: 1 },
  rejects: [{ line: 2, column: "dept", value: open === false ? ROW : RECORD, reason: "no department has this code" }],
  sample: [{ line: 3, cells: [{ label: "Found", value: open === false ? "found" : RECORD }] }],
});

const origin = { origin: app.origin, "sec-fetch-site": "same-origin" };
const post = (who: Principal, body: Uint8Array | string, name = "file.csv") =>
  send(app, {
    path: "/api/uploads",
    method: "POST",
    body,
    cookie: world.cookies[who],
    headers: { ...origin, "content-type": "text/csv", "x-file-name": encodeURIComponent(name) },
  });
const idIn = (body: string): string => JSON.parse(body).id;

/** A stored file in the state after a check, sent by that person. */
async function sent(by: "coo" | "administrator", open: boolean | undefined): Promise<string> {
  const id = idIn((await post(by, "id,dept\n1,2\n")).body);
  const mapping = { name: "x", into: { target: "departments", columns: { code: { from: "id" }, name: { from: "dept" } } } };
  await owner.query("update upload set state = 'checked', version = 1, preview = $2, mapping = $3 where id = $1", [
    id,
    preview(open),
    mapping,
  ]);
  return id;
}

const fieldsOf = (action: (typeof OWN_ACTIONS)[number], uploadId: string): Record<string, string> => ({
  uploadId,
  ...(action === "readUploadAction" && { format: "{}" }),
  ...((action === "checkUploadAction" || action === "runUploadAction") && { version: "1" }),
  ...(action === "checkUploadAction" && {
    mapping: JSON.stringify({ name: "x", into: { target: "departments", columns: { code: { from: "id" }, name: { from: "dept" } } } }),
  }),
});
const act = (action: (typeof OWN_ACTIONS)[number], who: Principal, uploadId: string) =>
  callAction(app, addressOf(`app/(console)/data/actions.ts#${action}`), fieldsOf(action, uploadId), { cookie: world.cookies[who] });

/** Whose file: its sender's, and that of readers of everything. For everybody else it does not exist. */
describe.each(["coo", "administrator"] as const)("a file that the %s sent", (by) => {
  const allowed: readonly Principal[] = by === "coo" ? ["coo"] : ["coo", "administrator"];

  it.each([...STRANGERS, ...SIGNED_IN])("%s: page, status and rejects", async (who) => {
    const id = await sent(by, false);
    const mine = allowed.includes(who);
    for (const path of [`/api/uploads/${id}`, `/api/uploads/${id}/rejects`]) {
      const answer = await send(app, { path, cookie: world.cookies[who] });
      const nothing = await send(app, { path: path.replace(id, MISSING), cookie: world.cookies[who] });
      if (mine && !path.endsWith("rejects")) expect(answer.status).toBe(200);
      else if (!path.endsWith("rejects")) expect([answer.status, answer.body]).toEqual([nothing.status, nothing.body]);
      else expect(answer.status).toBe(nothing.status); // no check wrote a list
    }
    for (const open of [openPage, openData]) {
      const page = await open(`/data/uploads/${id}`, who);
      expect(page.body.includes(ROW)).toBe(mine);
      if (mine) expect(outcomeOf(page)).toBe("open");
      else expect(outcomeOf(page)).toBe(outcomeOf(await open(`/data/uploads/${MISSING}`, who)));
    }
  });

  it.each(OWN_ACTIONS)("%s changes it for nobody else", async (action) => {
    const id = await sent(by, false);
    const before = await digests(owner);
    for (const who of [...STRANGERS, ...SIGNED_IN].filter((one) => !allowed.includes(one))) {
      const answer = await act(action, who, id);
      const nothing = await act(action, who, MISSING);
      expect([answer.status, answer.state?.status, answer.state?.message], who).toEqual([
        nothing.status,
        nothing.state?.status,
        nothing.state?.message,
      ]);
      expect(answer.state?.status).not.toBe("ok");
    }
    expect(await digests(owner)).toEqual(before);
    for (const who of allowed.slice(-1)) {
      const answer = await act(action, who, id);
      expect(answer.headers["x-action-redirect"] !== undefined || answer.state?.status === "ok", JSON.stringify(answer.state)).toBe(true);
    }
  });
});

/** Whose row: what a check read from records is for readers of everything, whoever sent the file. */
describe("rows read from records", () => {
  it.each<[string, boolean | undefined]>([
    ["by the COO's check", true],
    ["by a check from before that was told apart", undefined],
  ])("%s are not the administrator's to see in their own file", async (_what, open) => {
    const id = await sent("administrator", open);
    for (const ask of [openPage, openData]) {
      const theirs = await ask(`/data/uploads/${id}`, "administrator");
      expect(outcomeOf(theirs)).toBe("open");
      expect(theirs.body).not.toContain(RECORD);
      expect(theirs.body).toMatch(/are not shown|"hidden":true/); // a document, and the data of one
      expect((await ask(`/data/uploads/${id}`, "coo")).body).toContain(RECORD);
    }
  });
});

describe("files that are none, and odd ones", () => {
  const png = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
  it.each<[string, Uint8Array | string, number]>([
    ["a PNG", png, 400],
    ["a PNG in gzip", gzipSync(png), 400],
    ["an old Excel file", Buffer.from("d0cf11e0a1b11ae1", "hex"), 400],
    ["a NUL in the one row", "a,b\n1,\u00002\n", 400],
    ["a NUL in a heading", "a\0,b\n1,2\n", 400],
    ["nothing", "", 400],
    ["10,000 columns", `${Array.from({ length: 10_000 }, (_, n) => n).join(",")}\n`, 400],
    ["gzip in gzip", gzipSync(gzipSync("a,b\n")), 400],
    ["half a gzip file", gzipSync("a,b\n1,2\n").subarray(0, 20), 400],
    ["a bomb", gzipSync(Buffer.alloc(64 * 1024 ** 2, "1,2\n")), 400],
  ])("%s is answered by a sentence", async (_what, body, status) => {
    const answer = await post("coo", body);
    expect([answer.status, typeof JSON.parse(answer.body).error.message]).toEqual([status, "string"]);
    expect(insideShown(answer)).toEqual([]);
    expect((await owner.query("select 1 from upload")).rowCount).toBe(0);
  });

  it.each([
    ["constructor,toString,__proto__,hasOwnProperty\n1,2,3,4\n", "x.csv"],
    ["__proto__\nconstructor\n", "__proto__"],
    [",,\n1,2,3\n", "constructor.csv"],
    ["a,a,a\n1,2,3\n", `${"x".repeat(196)}\u{1f600}\u{1f600}.csv`],
    ["a,b\n", "..%2f..%2fetc"],
    [`${"\u202eabc"},b\n1,\u0007\n`, "<b>.csv"],
  ])("the page of %j opens", async (body, name) => {
    const answer = await post("coo", body, name);
    expect(answer.status).toBe(201);
    for (const open of [openPage, openData]) {
      const page = await open(`/data/uploads/${idIn(answer.body)}`, "coo");
      expect([page.status, outcomeOf(page), insideShown(page)]).toEqual([200, "open", []]);
    }
    expect((await openPage("/data", "coo")).status).toBe(200);
  });

  it("names of files that are none are refused", async () => {
    for (const name of ["%", "%zz", "", ".", "..", "a/", "%00", `%${"41".repeat(3_000)}`]) {
      const answer = await send(app, {
        path: "/api/uploads",
        method: "POST",
        body: "a,b\n1,2\n",
        cookie: world.cookies.coo,
        headers: { ...origin, "content-type": "text/csv", "x-file-name": name },
      });
      expect(answer.status, name.slice(0, 20)).toBe(400);
    }
  });
});
