import { AREAS } from "@/lib/areas";

/** The page for G and a second key: 1 to 9 and 0 are the ten areas, T is Today, M My numbers. Null for any other key. */
export function destinationOf(key: string): string | null {
  if (key === "T") return "/";
  if (key === "M") return "/my-numbers";
  if (!/^\d$/.test(key)) return null;
  const area = AREAS[key === "0" ? 9 : Number(key) - 1];
  return area === undefined ? null : `/${area.slug}`;
}
