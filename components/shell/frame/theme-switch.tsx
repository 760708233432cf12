"use client";

import { useEffect, useState } from "react";
import { applyTheme, onThemeChange, type Theme, themeFromCookie, themes } from "./theme";

const words: Record<Theme, string> = { light: "Light", dark: "Dark", system: "System" };

/** Light, dark, or the system's theme. The palette can change it too. */
export function ThemeSwitch({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState(initial);
  useEffect(() => onThemeChange(setTheme), []);
  return (
    <select
      aria-label="Theme"
      value={theme}
      onChange={(event) => applyTheme(themeFromCookie(event.target.value))}
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
