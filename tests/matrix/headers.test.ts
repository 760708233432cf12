import { expect, it } from "vitest";
import { send } from "../support/app-server";
import type { Principal } from "./names";
import { app, openOwner, openPage, operations, pathOf, world } from "./play";
import { PUBLIC } from "./policy";

const nonceOf = (policy: string) => /'nonce-([^']+)'/.exec(policy)?.[1];
const DOCUMENTS: readonly (readonly [string, Principal])[] = [
  ...operations.pages.flatMap((page) => [[pathOf(page, "A"), "coo"] as const, [pathOf(page, "A"), "anonymous"] as const]),
  [`/departments/${world.rows.missing.department}`, "coo"],
  ["/no-such-page", "coo"],
  ["/no/such/page", "coo"],
  ["/no/such/page", "anonymous"],
  ["/api/no-such-route", "anonymous"],
  ["/_next/no-such-thing", "anonymous"],
];

it.each(DOCUMENTS)("%s for %s", async (path, who) => {
  const answer = await openPage(path, who);
  const header = (name: string) => String(answer.headers[name] ?? "");
  const policy = header("content-security-policy");
  expect(policy).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic'(;|$)/);
  expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  for (const rule of ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'", "default-src 'self'"])
    expect(policy).toContain(rule);
  expect(header("x-content-type-options")).toBe("nosniff");
  expect(header("referrer-policy")).toBe("same-origin");
  expect(header("permissions-policy")).toContain("camera=()");
  expect(header("cross-origin-opener-policy")).toBe("same-origin");
  expect(header("cache-control")).toContain("no-store");
  expect(answer.headers).not.toHaveProperty("x-powered-by");
  // A script without the nonce, or with an old one, would not run.
  const scripts = answer.body.match(/<script\b[^>]*>/g) ?? [];
  expect(scripts.filter((tag) => !tag.includes(`nonce="${nonceOf(policy)}"`))).toEqual([]);
});

it("a nonce is never used twice", async () => {
  const nonces = new Set<string | undefined>();
  for (let n = 0; n < 100; n++) nonces.add(nonceOf(String((await send(app, { path: "/sign-in" })).headers["content-security-policy"])));
  expect(nonces.size).toBe(100);
});

it("the source of the application is not served", async () => {
  const document = await openPage("/sign-in", "anonymous");
  const chunks = [...document.body.matchAll(/\/_next\/static\/[\w./-]+\.js/g)].map(([path]) => path);
  expect(chunks.length).toBeGreaterThan(0);
  for (const path of new Set(chunks)) {
    expect((await send(app, { path: `${path}.map` })).status, path).toBe(404);
    expect((await send(app, { path })).body).not.toContain("sourceMappingURL");
  }
});

it("the session cookie is out of reach of scripts and of other sites", async () => {
  const answer = await send(app, { path: "/api/auth/csrf" });
  for (const cookie of answer.headers["set-cookie"] ?? []) expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Lax/);
  expect(answer.headers["set-cookie"]?.length).toBeGreaterThan(0);
});

it("a file that is sent is answered with the same headers, and its refusal is in the log", async () => {
  const page = (await openPage("/sign-in", "anonymous")).headers;
  const refused = async (who: Principal) => {
    const headers = { "content-type": "text/csv", "sec-fetch-site": "same-origin", "x-file-name": "a.csv", "x-request-id": "of my own" };
    return send(app, { path: "/api/uploads", method: "POST", body: "a,b\n1,2\n", cookie: world.cookies[who], headers });
  };
  const owner = await openOwner();
  const denials = async () =>
    (await owner.query("SELECT actor_name, request_id FROM audit_event WHERE action = 'access.denied' ORDER BY id")).rows;
  const before = (await denials()).length;
  for (const who of ["anonymous", "viewerA"] as const) {
    const answer = await refused(who);
    expect(answer.status, who).toBe(who === "anonymous" ? 401 : 404);
    for (const name of ["x-content-type-options", "referrer-policy", "permissions-policy", "cross-origin-opener-policy", "cache-control"])
      expect(answer.headers[name], name).toBe(page[name]);
    expect(answer.headers["strict-transport-security"]).toBe(page["strict-transport-security"]);
  }
  const added = (await denials()).slice(before);
  await owner.end();
  expect(added).toEqual([{ actor_name: expect.any(String), request_id: null }]);
});

it.each(Object.entries(PUBLIC))("%s is for anybody, as what it is, under the same headers", async (path, type) => {
  const answer = await send(app, { path });
  expect([answer.status, answer.headers["content-type"]]).toEqual([200, type]);
  expect(answer.headers["x-content-type-options"]).toBe("nosniff");
  expect(String(answer.headers["content-security-policy"])).toContain("manifest-src 'self'; worker-src 'none'");
  expect(answer.headers).not.toHaveProperty("set-cookie");
});

it("a page names the manifest and the icons, and the manifest names icons that are there", async () => {
  const { body } = await openPage("/sign-in", "anonymous");
  const links = [...body.matchAll(/<link[^>]*rel="(manifest|icon|apple-touch-icon)"[^>]*href="([^"]+)"/g)].map(
    ([, rel, href]) => `${rel} ${href}`,
  );
  expect(links.sort()).toEqual(["apple-touch-icon /apple-touch-icon.png", "icon /icon.svg", "manifest /manifest.webmanifest"]);
  const { icons } = JSON.parse((await send(app, { path: "/manifest.webmanifest" })).body);
  for (const { src } of icons) expect(PUBLIC, src).toHaveProperty([src]);
});
