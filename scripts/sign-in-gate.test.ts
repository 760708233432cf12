import { createHmac, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { carriesDevice, makePace } from "./sign-in-gate.mjs";

const bounds = { perSecond: 10, atOnce: 5, waiting: 30, perNetwork: 10 };

describe("the pace of sign-ins", () => {
  it("of 200 at once a few are let in, a bounded number waits and is let in later, and the others are sent away", async () => {
    const pace = makePace({ ...bounds, perSecond: 1_000 });
    let inside = 0;
    let done = () => {};
    const all = new Promise<void>((resolve) => {
      done = resolve;
    });
    const entered = Array.from({ length: 200 }, () => pace.enter(null, () => void (++inside === 35 && done())));
    expect(inside).toBe(5);
    expect(entered.filter((leave) => leave === null)).toHaveLength(165);
    await all;
  });

  it("one network does not fill the places of the others", () => {
    const pace = makePace(bounds);
    const from = (network: string | null, n: number) =>
      Array.from({ length: n }, () => pace.enter(network, () => {})).filter((leave) => leave !== null).length;
    expect(from("198.51.100.7", 50)).toBe(15); // five at once, ten wait
    expect(from("203.0.113.1", 3)).toBe(3);
    expect(from(null, 50)).toBe(17);
  });

  it("who goes away while waiting is not let in, and makes room", () => {
    const pace = makePace({ ...bounds, waiting: 1 });
    for (let n = 0; n < 5; n++) pace.enter(null, () => {});
    const leave = pace.enter(null, () => {});
    expect(pace.enter(null, () => {})).toBeNull();
    leave?.();
    expect(pace.enter(null, () => {})).not.toBeNull();
  });
});

it("a device is told by this installation's signature alone", () => {
  const secret = "for-tests-only-".repeat(4);
  const token = randomBytes(32).toString("base64url");
  const sign = (by: string) => createHmac("sha256", by).update(`known device ${token}`).digest("base64url");
  const cookies = (signed: string) => `a=b; coo-3000.device=${token}.${signed}; coo-3000.session=x`;
  expect(carriesDevice(cookies(sign(secret)), secret)).toBe(true);
  expect(carriesDevice(`__Host-coo.device=${token}.${sign(secret)}`, secret)).toBe(true);
  expect(carriesDevice(cookies(sign("another")), secret)).toBe(false);
  expect(carriesDevice(cookies("A".repeat(43)), secret)).toBe(false);
  for (const none of [undefined, "", "coo.device=1", "coo.session=x"]) expect(carriesDevice(none, secret)).toBe(false);
  expect(carriesDevice(cookies(sign("")), undefined)).toBe(false);
});
