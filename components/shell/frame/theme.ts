export const themes = ["light", "dark", "system"] as const;
export type Theme = (typeof themes)[number];

/** The theme a cookie names; anything else, or no cookie, follows the system. */
export function themeFromCookie(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? "system";
}

const CHANGED = "themechange";

/** In the browser: shows the theme at once, keeps it in a cookie for a year, so that the server draws the next page in it, and tells whoever shows which one it is. */
export function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every supported browser
  document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax`;
  document.dispatchEvent(new CustomEvent(CHANGED));
}

/** Calls back with each theme that is chosen anywhere on the page; gives back how to stop. */
export function onThemeChange(listener: (theme: Theme) => void): () => void {
  const heard = () => listener(themeFromCookie(document.documentElement.dataset.theme));
  document.addEventListener(CHANGED, heard);
  return () => document.removeEventListener(CHANGED, heard);
}
