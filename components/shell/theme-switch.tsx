"use client";

import { useState } from "react";
import { type Theme, themes } from "./theme";

const words: Record<Theme, string> = { light: "Light", dark: "Dark", system: "System" };

/** Light, dark, or as the system says. Kept in a cookie for a year, so that the server draws the next page in it. */
export function ThemeSwitch({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState(initial);
  const choose = (value: string) => {
    const next = themes.find((t) => t === value) ?? "system";
    setTheme(next);
    document.documentElement.dataset.theme = next;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every supported browser
    document.cookie = `theme=${next}; path=/; max-age=31536000; samesite=lax`;
  };
  return (
    <select
      aria-label="Theme"
      value={theme}
      onChange={(event) => choose(event.target.value)}
      className="h-11 cursor-pointer bg-bg text-caption text-muted md:h-7"
    >
      {themes.map((t) => (
        <option key={t} value={t}>
          {words[t]}
        </option>
      ))}
    </select>
  );
}
