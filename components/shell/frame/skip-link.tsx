/** First stop of the Tab key: skips the navigation. */
export function SkipLink() {
  return (
    <a
      href="#main"
      className="sr-only z-40 rounded bg-fg px-3 py-2 text-bg focus:not-sr-only focus:fixed focus:top-2 focus:left-2 print:hidden"
    >
      Skip to content
    </a>
  );
}
