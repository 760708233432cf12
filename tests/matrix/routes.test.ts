import { describe, expect, it } from "vitest";
import { send } from "../support/app-server";
import { SIGNED_IN, STRANGERS } from "./names";
import { app, insideShown, leaksIn, world } from "./play";
import { ROUTES } from "./policy";

describe.each(Object.entries(ROUTES).filter(([, { signedIn }]) => signedIn))("%s", (_name, { at }) => {
  it.each(STRANGERS)("is refused for %s", async (who) => {
    const answer = await send(app, { path: at, cookie: world.cookies[who] });
    expect(answer.status).toBe(401);
    expect(leaksIn(answer, who)).toEqual([]);
  });

  it.each(SIGNED_IN)("returns %s what they may read", async (who) => {
    const answer = await send(app, { path: at, cookie: world.cookies[who] });
    expect(answer.status).toBe(200);
    expect(answer.headers["cache-control"]).toContain("no-store");
    expect([...leaksIn(answer, who), ...insideShown(answer)]).toEqual([]);
  });
});

describe.each(Object.entries(ROUTES).filter(([, { nothing }]) => nothing))("%s", (_name, { at, methods }) => {
  it.each(STRANGERS)("is refused for %s", async (who) => {
    const headers = { origin: app.origin, "sec-fetch-site": "same-origin" };
    for (const method of Object.keys(methods)) {
      const answer = await send(app, { path: at, method, headers, cookie: world.cookies[who] });
      expect(answer.status, method).toBe(401);
      expect(leaksIn(answer, who)).toEqual([]);
    }
  });
});
