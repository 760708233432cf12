import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { disableAccount, enableAccount, endSessions } from "@/lib/people/commands/account";
import { changePassword } from "@/lib/people/commands/own-password";
import { limiters } from "@/lib/platform/auth/sign-in/limiter";
import { signIn } from "@/lib/platform/auth/sign-in/sign-in";
import { countOf, countTry } from "@/lib/platform/auth/sign-in/tries";
import { pool } from "@/lib/platform/db/client";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { hasDeviceCookie } from "../../scripts/sign-in-gate.mjs";
import { owner } from "../support/audit";
import { type Company, makeCompany, makePerson, TEST_PASSWORD, viewerFor } from "../support/factories";

let company: Company;
beforeAll(async () => {
  company = await makeCompany();
});
beforeEach(() => owner.query("delete from sign_in_count; delete from known_device"));
afterAll(async () => {
  await owner.end();
  await pool.end();
});

const WRONG = "somebody else guesses this";
const enter = (email: string, password = TEST_PASSWORD, address = "192.0.2.1", device: string | null = null) =>
  signIn({ email, password }, address, "a browser", device);
const someone = (name: string) => makePerson({ name, departmentId: company.a.id, password: true });
const tooMany = expect.objectContaining({ code: "TOO_MANY" });
/** Uses up an account's tries from an unknown network. */
async function lock(email: string) {
  for (let n = 0; n < 10; n++) expect(await enter(email, WRONG, `198.51.100.${n}`)).toBeNull();
  await expect(enter(email, TEST_PASSWORD, "198.51.100.99")).rejects.toEqual(tooMany);
}
const counted = async (key: string) =>
  (await owner.query("select cardinality(tries) as tries, refused from sign_in_count where key = $1", [key])).rows[0] ?? null;
const later = (minutes: string) =>
  owner.query("update sign_in_count set tries = array(select t - $1::interval from unnest(tries) t)", [minutes]);

describe("an account", () => {
  it("has 10 tries in 15 minutes; then even the right password is not checked, until they have passed", async () => {
    const person = await someone("Forgetful");
    await lock(person.email);
    await later("14 minutes 50 seconds");
    await expect(enter(person.email)).rejects.toEqual(tooMany);
    await later("10 seconds");
    expect(await enter(person.email)).not.toBeNull();
  });

  it("that does not exist gets the same answers", async () => {
    await lock("nobody.of.that.name@company.example");
  });

  it("has 10 tries for any number of parallel requests, in any number of processes", async () => {
    const key = countOf.account("raced@company.example");
    const one = () => writing("system", (tx) => countTry(onTx(tx), { key, most: 10 }));
    const taken = await Promise.all(Array.from({ length: 60 }, one));
    expect(taken.filter((each) => each !== null)).toHaveLength(10);
    expect(await counted(key)).toEqual({ tries: 10, refused: 50 });
  });

  it("never has more than 10 tries in any 15 minutes, wherever they begin", async () => {
    const key = countOf.account("sliding@company.example");
    const one = () => writing("system", (tx) => countTry(onTx(tx), { key, most: 10 }));
    for (let n = 0; n < 5; n++) expect(await one()).not.toBeNull();
    await later("14 minutes");
    for (let n = 0; n < 5; n++) expect(await one()).not.toBeNull();
    await later("2 minutes");
    for (let n = 0; n < 5; n++) expect(await one()).not.toBeNull();
    expect(await one()).toBeNull();
  });

  it("does not count a right password, nor does the network", async () => {
    const person = await someone("Diligent");
    for (let n = 0; n < 12; n++) expect(await enter(person.email)).not.toBeNull();
    expect(await counted(countOf.account(person.email))).toEqual({ tries: 0, refused: 0 });
    expect(await counted(countOf.network("192.0.2.1"))).toEqual({ tries: 0, refused: 0 });
  });

  it("answers or refuses 200 wrong ones at once; none waits for a lock, and the pages' connections stay free", async () => {
    const person = await someone("Flooded");
    let waiting = 0;
    let used = 0;
    let over = false;
    const watch = (async () => {
      while (!over) {
        const { rows } = await owner.query(
          "select count(*) filter (where wait_event_type = 'Lock')::int as waiting from pg_stat_activity where datname = current_database()",
        );
        waiting = Math.max(waiting, rows[0]?.waiting ?? 0);
        used = Math.max(used, pool.totalCount - pool.idleCount);
      }
    })();
    const answers = await Promise.allSettled(Array.from({ length: 200 }, (_, n) => enter(person.email, `${WRONG} ${n}`, `203.0.113.${n}`)));
    over = true;
    await watch;
    const sentAway = answers.filter((one) => one.status === "rejected");
    expect(sentAway.map((one) => one.reason)).toEqual(sentAway.map(() => tooMany));
    expect(answers.filter((one) => one.status === "fulfilled").every((one) => one.value === null)).toBe(true);
    expect([waiting, used]).toEqual([0, 0]);
  });
});

describe("a network", () => {
  const fill = (network: string, tries: number) =>
    owner.query("insert into sign_in_count (key, tries, seen_at) values ($1, array_fill(now(), array[$2::int]), now())", [
      countOf.network(network),
      tries,
    ]);

  it("has 100 wrong ones in 15 minutes, and no other network is affected", async () => {
    const person = await someone("Innocent");
    await fill("203.0.113.7", 99);
    expect(await enter(person.email, WRONG, "203.0.113.7")).toBeNull();
    await expect(enter(person.email, TEST_PASSWORD, "203.0.113.7")).rejects.toEqual(tooMany);
    expect(await enter(person.email, TEST_PASSWORD, "203.0.113.8")).not.toBeNull();
    expect(await counted(countOf.account(person.email)), "what a network is refused for is not the account's").toEqual({
      tries: 1,
      refused: 0,
    });
  });

  it("does not lock out a known device in it", async () => {
    const person = await someone("Colleague");
    const device = (await enter(person.email, TEST_PASSWORD, "203.0.113.9"))?.device ?? "";
    await owner.query("delete from sign_in_count");
    await fill("203.0.113.9", 100);
    expect(await enter(person.email, TEST_PASSWORD, "203.0.113.9", device)).not.toBeNull();
  });

  it("that is unknown limits nobody", async () => {
    const person = await someone("Behind a proxy");
    for (const address of ["unknown", "127.0.0.1"]) {
      await fill(address, 100);
      expect(await enter(person.email, TEST_PASSWORD, address)).not.toBeNull();
    }
  });
});

describe("a known device", () => {
  const known = async (name: string) => {
    const person = await someone(name);
    const entered = await enter(person.email);
    if (!entered) throw new Error("did not sign in");
    return { ...person, ...entered };
  };

  it("lets its owner in while the account is locked for everybody else, and gets a new secret", async () => {
    const ann = await known("Ann");
    await lock(ann.email);
    const again = await enter(ann.email, TEST_PASSWORD, "192.0.2.1", ann.device);
    expect(again?.device).not.toBe(ann.device);
    expect(hasDeviceCookie(`coo.device=${again?.device}`, process.env.NEXTAUTH_SECRET), "and is let past the gate").toBe(true);
    await expect(enter(ann.email, TEST_PASSWORD, "192.0.2.1", ann.device), "the former one").rejects.toEqual(tooMany);
    expect(await enter(ann.email, TEST_PASSWORD, "192.0.2.1", again?.device)).not.toBeNull();
    const { rows } = await owner.query("select id_hash::text from known_device where person_id = $1", [ann.id]);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(again?.device.slice(0, 43));
  });

  it("has its own 10 tries in 15 minutes, which do not count for others", async () => {
    const bob = await known("Bob");
    for (let n = 0; n < 10; n++) expect(await enter(bob.email, WRONG, "192.0.2.1", bob.device)).toBeNull();
    await expect(enter(bob.email, TEST_PASSWORD, "192.0.2.1", bob.device)).rejects.toEqual(tooMany);
    expect(await enter(bob.email), "from elsewhere").not.toBeNull();
  });

  it.each([
    ["made up", () => `${"A".repeat(43)}.${"B".repeat(43)}`],
    ["with another secret under the same signature", (own: string) => `${"A".repeat(43)}${own.slice(43)}`],
    ["no cookie of ours", () => "true"],
  ])("is not known if %s", async (_what, forge) => {
    const cy = await known("Cy");
    await lock(cy.email);
    await expect(enter(cy.email, TEST_PASSWORD, "192.0.2.1", forge(cy.device))).rejects.toEqual(tooMany);
  });

  it("of somebody else, or of 91 days ago, is not known", async () => {
    const [di, ed] = [await known("Di"), await known("Ed")];
    await lock(di.email);
    await expect(enter(di.email, TEST_PASSWORD, "192.0.2.1", ed.device)).rejects.toEqual(tooMany);
    await owner.query("update known_device set last_used_at = now() - interval '91 days'");
    await expect(enter(di.email, TEST_PASSWORD, "192.0.2.1", di.device)).rejects.toEqual(tooMany);
  });

  it.each([
    [
      "a new password",
      async (id: string) =>
        void (await changePassword(await viewerFor({ id }), null, {
          currentPassword: TEST_PASSWORD,
          newPassword: "kettle under violet tramway",
        })),
    ],
    ["ending all sessions", async (id: string) => void (await endSessions(await viewerFor({ id }), { personId: id }))],
    [
      "disabling the account",
      async (id: string) => {
        await disableAccount(company.administrator, { personId: id });
        await enableAccount(company.administrator, { personId: id });
      },
    ],
  ])("is forgotten with %s", async (_what, act) => {
    const person = await known("Doubted");
    await act(person.id);
    await lock(person.email);
    await expect(enter(person.email, TEST_PASSWORD, "192.0.2.1", person.device)).rejects.toEqual(tooMany);
  });
  it("the latest 20 of a person are kept", async () => {
    const person = await someone("Traveller");
    for (let n = 0; n < 22; n++) await enter(person.email);
    expect((await owner.query("select 1 from known_device where person_id = $1", [person.id])).rowCount).toBe(20);
  });
});

describe("a check of your own password", () => {
  const change = async (id: string, currentPassword: string) =>
    changePassword(await viewerFor({ id }), null, { currentPassword, newPassword: "kettle under violet tramway" });

  it("works while strangers have used up the account's tries", async () => {
    const person = await someone("Changer");
    await lock(person.email);
    expect(await change(person.id, TEST_PASSWORD)).toEqual({ sessionsEnded: 0 });
  });

  it("has 10 tries in 15 minutes per signed-in person", async () => {
    const person = await someone("Left open");
    for (let n = 0; n < 10; n++)
      await expect(change(person.id, WRONG)).rejects.toMatchObject({ code: "INVALID", field: "currentPassword" });
    await expect(change(person.id, TEST_PASSWORD)).rejects.toEqual(tooMany);
    expect(await enter(person.email)).not.toBeNull();
  });
});

describe("the audit log", () => {
  const failures = async () => (await owner.query("select 1 from audit_event where action = 'session.fail'")).rowCount;

  it("has a row for each wrong password, but none for unchecked ones, and none beyond a hundred in 15 minutes", async () => {
    const person = await someone("Logged");
    const before = (await failures()) ?? 0;
    await lock(person.email);
    expect(await failures()).toBe(before + 10);
    await owner.query("update sign_in_count set tries = array_fill(now(), array[100]) where key = $1", [countOf.failures]);
    expect(await enter("another@company.example", WRONG)).toBeNull();
    expect(await failures()).toBe(before + 10);
    expect(await counted(countOf.failures)).toEqual({ tries: 100, refused: 1 });
  });
});

it("when full, people are refused before the database is asked", async () => {
  const person = await someone("Early");
  let open = () => {};
  const until = new Promise<void>((done) => {
    open = done;
  });
  const inside = Array.from({ length: 41 }, () => limiters.strangers.enter([], () => until));
  await expect(enter(person.email)).rejects.toEqual(tooMany);
  expect(await counted(countOf.account(person.email))).toBeNull();
  open();
  await Promise.all(inside);
  const device = (await enter(person.email))?.device ?? "";
  const again = Array.from({ length: 41 }, () => limiters.strangers.enter([], () => new Promise<void>((done) => setTimeout(done, 50))));
  expect(await enter(person.email, TEST_PASSWORD, "192.0.2.1", device), "a known device has a door of its own").not.toBeNull();
  await Promise.all(again);
});
