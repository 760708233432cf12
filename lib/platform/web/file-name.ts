/** The file name from a header: percent-encoded UTF-8. Returns only the last path segment, without characters that cannot be shown. */
export function sentFileName(header: string | null): string | null {
  if (header === null || header.length > 2_000) return null;
  let name: string;
  try {
    name = decodeURIComponent(header);
  } catch {
    return null;
  }
  const last =
    name
      .normalize("NFC")
      .split(/[\\/]/)
      .at(-1)
      ?.replace(/[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/gu, "")
      .trim() ?? "";
  return last === "" || last === "." || last === ".." ? null : last.slice(0, 200).toWellFormed(); // may be cut inside a character
}
