// Draws public/*.png from public/icon.svg: `node scripts/icons.mjs`. Run it once after the logo has changed; the pictures are part of the
// repository.
import { readFileSync } from "node:fs";
import path from "node:path";
import sharp from "sharp"; // comes with next
import { root } from "./set-up.mjs";

const at = (file) => path.join(root, "public", file);
const mark = readFileSync(at("icon.svg"), "utf8");
const INK = "#14181f";

/** The logo without rounded corners, centred on a square of its background colour: the phone cuts it to its own shape. */
function square(scale) {
  const inner = mark
    .replace(/^<svg[^>]*>(<title>.*?<\/title>)?/, "")
    .replace(/<rect[^>]*\/>/, "")
    .replace(/<\/svg>\s*$/, "");
  const middle = `translate(${16 - 17 * scale} ${16 - 13.4 * scale}) scale(${scale})`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" fill="${INK}"/><g transform="${middle}">${inner}</g></svg>`;
}

const draw = (svg, size, file) =>
  sharp(Buffer.from(svg), { density: (72 * size) / 32 })
    .resize(size, size)
    .png({ compressionLevel: 9 })
    .toFile(at(file));

await Promise.all([
  draw(mark, 192, "icon-192.png"),
  draw(mark, 512, "icon-512.png"),
  // A maskable icon keeps its content inside a circle of 80 % of its width.
  draw(square(0.8), 512, "icon-maskable-512.png"),
  draw(square(0.95), 180, "apple-touch-icon.png"),
]);
