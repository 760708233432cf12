export const themes = ["light", "dark", "system"] as const;
export type Theme = (typeof themes)[number];

/** The theme a cookie names; anything else, or no cookie, follows the system. */
export function themeFromCookie(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? "system";
}
