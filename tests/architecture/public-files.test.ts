import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const at = (file: string) => path.join("public", file);
const Manifest = z.strictObject({
  id: z.literal("/"),
  name: z.literal("COO command center"),
  short_name: z.string().max(12),
  description: z.string(),
  lang: z.literal("en"),
  start_url: z.literal("/"),
  scope: z.literal("/"),
  display: z.literal("standalone"),
  background_color: z.string().regex(/^#[0-9a-f]{6}$/),
  theme_color: z.string().regex(/^#[0-9a-f]{6}$/),
  icons: z.array(z.strictObject({ src: z.string(), type: z.string(), sizes: z.string(), purpose: z.enum(["any", "maskable"]) })),
  shortcuts: z.array(z.strictObject({ name: z.string(), url: z.string() })),
});
const manifest = Manifest.parse(JSON.parse(readFileSync(at("manifest.webmanifest"), "utf8")));

describe("the manifest", () => {
  it("names what a phone needs: an icon of 192 and of 512 pixels, a maskable one, and a drawing", () => {
    expect(manifest.icons.map(({ sizes, purpose, type }) => `${type} ${sizes} ${purpose}`)).toEqual([
      "image/svg+xml any any",
      "image/png 192x192 any",
      "image/png 512x512 any",
      "image/png 512x512 maskable",
    ]);
  });

  it.each(manifest.icons.filter(({ type }) => type === "image/png"))("$src is as large as it says", async ({ src, sizes }) => {
    const { width, height, format } = await sharp(at(src)).metadata();
    expect([format, `${width}x${height}`]).toEqual(["png", sizes]);
  });

  it("links only to existing pages", () => {
    for (const { url } of manifest.shortcuts) expect(readdirSync(`app/(console)${url}`)).toContain("page.tsx");
  });
});

/** Red, green, blue and how opaque, 0 to 255, of every point. */
async function points(file: string) {
  const { data, info } = await sharp(at(file)).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const of = (x: number, y: number) => [...data.subarray((y * info.width + x) * 4, (y * info.width + x) * 4 + 4)];
  return { size: info.width, of };
}

describe("the icons", () => {
  it("that are maskable are filled to their corners, with the whole logo inside the safe circle", async () => {
    const { size, of } = await points("icon-maskable-512.png");
    const ground = of(0, 0);
    expect(ground[3]).toBe(255);
    let outside = 0;
    let mark = 0;
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++) {
        if (of(x, y).every((part, i) => Math.abs(part - (ground[i] ?? 0)) < 8)) continue;
        mark++;
        if (Math.hypot(x + 0.5 - size / 2, y + 0.5 - size / 2) > size * 0.4) outside++;
      }
    expect(mark).toBeGreaterThan(size * size * 0.03);
    expect(outside).toBe(0);
  });

  it("of Apple's phones have no transparency, which would be shown black", async () => {
    const { size, of } = await points("apple-touch-icon.png");
    expect(size).toBe(180);
    for (const [x, y] of [[0, 0], [179, 0], [0, 179], [179, 179]] as const) expect(of(x, y)[3]).toBe(255); // biome-ignore format: the corners
  });
});

it("no robot reads anything", () => expect(readFileSync(at("robots.txt"), "utf8")).toBe("User-agent: *\nDisallow: /\n"));

it("nothing is stored on a device: no page uses a service worker, and the policy allows none", () => {
  const sources = ["app", "components", "lib"].flatMap((dir) =>
    readdirSync(dir, { recursive: true, encoding: "utf8" })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => `${dir}/${file}`),
  );
  expect(sources.length).toBeGreaterThan(300);
  expect(sources.filter((file) => readFileSync(file, "utf8").includes("serviceWorker"))).toEqual([]);
  expect(readFileSync("proxy.ts", "utf8")).toContain("\"worker-src 'none'\"");
});
