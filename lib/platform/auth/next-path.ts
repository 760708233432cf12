/** Where to go after signing in: the requested path if it is one of this application's pages, otherwise the first page. */
export function nextPath(asked: unknown): string {
  if (typeof asked !== "string" || asked.length > 500 || !/^\/(?![/\\])[^\\\p{Cc}\s]*$/u.test(asked)) return "/";
  const url = URL.canParse(asked, "http://own.invalid") ? new URL(asked, "http://own.invalid") : null;
  return url?.origin === "http://own.invalid" && !url.pathname.startsWith("//") && !/^\/(sign-in|api)(\/|$)/.test(url.pathname)
    ? url.pathname + url.search
    : "/";
}
