import { createHmac, randomBytes } from "node:crypto";
import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, vi } from "vitest";
import { hasDeviceCookie, makePace, paced } from "./sign-in-gate.mjs";

const bounds = { perSecond: 10, atOnce: 5, waiting: 30, perNetwork: 10 };

describe("the rate of sign-ins", () => {
  it("of 200 at once a few are let in, a bounded number waits and is let in later, and the others are refused", () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "performance"] });
    try {
      const pace = makePace(bounds);
      let inside = 0;
      const entered = Array.from({ length: 200 }, () => pace.enter(null, () => void inside++));
      expect(inside).toBe(5);
      expect(entered.filter((leave) => leave === null)).toHaveLength(165);
      vi.advanceTimersByTime(1_000);
      expect(inside).toBe(15);
      vi.advanceTimersByTime(10_000);
      expect(inside).toBe(35);
    } finally {
      vi.useRealTimers();
    }
  });

  it("one network does not take the places of the others", () => {
    const pace = makePace(bounds);
    const from = (network: string | null, n: number) =>
      Array.from({ length: n }, () => pace.enter(network, () => {})).filter((leave) => leave !== null).length;
    expect(from("198.51.100.7", 50)).toBe(15); // five at once, ten wait
    expect(from("203.0.113.1", 3)).toBe(3);
    expect(from(null, 50)).toBe(17);
  });

  it("a request that leaves while waiting is not let in, and makes room", () => {
    const pace = makePace({ ...bounds, waiting: 1 });
    for (let n = 0; n < 5; n++) pace.enter(null, () => {});
    const leave = pace.enter(null, () => {});
    expect(pace.enter(null, () => {})).toBeNull();
    leave?.();
    expect(pace.enter(null, () => {})).not.toBeNull();
  });
});

it("a device is recognised only by this installation's signature", () => {
  const secret = "for-tests-only-".repeat(4);
  const token = randomBytes(32).toString("base64url");
  const sign = (by: string) => createHmac("sha256", by).update(`known device ${token}`).digest("base64url");
  const cookies = (signed: string) => `a=b; coo-3000.device=${token}.${signed}; coo-3000.session=x`;
  expect(hasDeviceCookie(cookies(sign(secret)), secret)).toBe(true);
  expect(hasDeviceCookie(`__Host-coo.device=${token}.${sign(secret)}`, secret)).toBe(true);
  expect(hasDeviceCookie(cookies(sign("another")), secret)).toBe(false);
  expect(hasDeviceCookie(cookies("A".repeat(43)), secret)).toBe(false);
  for (const none of [undefined, "", "coo.device=1", "coo.session=x"]) expect(hasDeviceCookie(none, secret)).toBe(false);
  expect(hasDeviceCookie(cookies(sign("")), undefined)).toBe(false);
});

it("a flood of sign-ins is refused in the form's words, while links and pages continue", async () => {
  let signIns = 0;
  const server = http.createServer(
    paced((request: http.IncomingMessage, response: http.ServerResponse) => {
      if (request.url === "/api/auth/callback/credentials") signIns++;
      response.end("inside");
    }),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask = async (path: string, method = "POST") => {
    const answer = await fetch(`${origin}${path}`, { method });
    return { status: answer.status, after: answer.headers.get("retry-after"), text: await answer.text() };
  };
  try {
    // The clock of the gate stands until all have asked: how long that takes on a busy machine decides nothing.
    const clock = vi.spyOn(performance, "now").mockReturnValue(performance.now());
    let refused = 0;
    const flood = Promise.all(
      Array.from({ length: 100 }, async () => {
        const answer = await ask("/api/auth/callback/credentials");
        if (answer.status === 429) refused++;
        return answer;
      }),
    );
    expect((await ask("/forgot-password")).text).toBe("inside");
    expect((await ask("/", "GET")).text).toBe("inside");
    // Five at once, and thirty wait.
    await vi.waitFor(() => expect(refused).toBe(65), { timeout: 50_000 });
    expect(signIns).toBe(5);
    clock.mockRestore();
    const away = (await flood).filter(({ status }) => status === 429);
    expect(away).toHaveLength(65);
    expect(signIns).toBe(35);
    for (const { after, text } of away) {
      expect(after).toBe("5");
      expect(new URL(JSON.parse(text).url).searchParams.get("error")).toMatch(/^Too many people .* Try again in a few seconds\.$/);
    }
  } finally {
    vi.restoreAllMocks();
    server.closeAllConnections();
    server.close();
  }
});
