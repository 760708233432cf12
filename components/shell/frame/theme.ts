export const themes = ["light", "dark", "system"] as const;
export type Theme = (typeof themes)[number];

/** The theme in a cookie; anything else, or no cookie, follows the system. */
export function themeFromCookie(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? "system";
}

const CHANGED = "themechange";

/**
 * In the browser: applies the theme at once, stores it in a cookie for a year, so that the server renders the next page with it, and
 * notifies controls that show it.
 */
export function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every supported browser
  document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax`;
  document.dispatchEvent(new CustomEvent(CHANGED));
}

/** Calls back with each theme chosen anywhere on the page; returns a function to stop. */
export function onThemeChange(listener: (theme: Theme) => void): () => void {
  const heard = () => listener(themeFromCookie(document.documentElement.dataset.theme));
  document.addEventListener(CHANGED, heard);
  return () => document.removeEventListener(CHANGED, heard);
}
