/** Length only, plus a check for known or guessable passwords: NIST SP 800-63B-4, no composition rules, no expiry. */
export const PASSWORD_MIN = 15;
export const PASSWORD_MAX = 128;

/** Parts of common passwords. A password that contains little else is refused. */
const COMMON =
  `password passwort passwd passw motdepasse contrasena senha qwertyuiop qwertzuiop qwerty qwertz azerty asdfghjkl asdfgh zxcvbnm
  yxcvbnm qazwsx administrator admin welcome willkommen letmein login logon signin access secret changeme default iloveyou loveyou love
  monkey dragon master shadow sunshine princess football baseball basketball superman batman pokemon starwars trustno internet computer
  server database postgres system service manager company business office work home family forever freedom whatever charlie michael
  jordan hunter summer winter spring autumn january february march april june july august september october november december monday
  tuesday wednesday thursday friday saturday sunday hello test testing guest user username root temp temporary example sample please
  flower cheese cookie banana chocolate coffee orange purple yellow silver golden diamond lucky number letter money happy birthday
  christmas correcthorsebatterystaple tobeornottobe maytheforcebewithyou operations operating officer chief command center centre coo
  kpi dashboard`
    .split(/\s+/)
    .sort((a, b) => b.length - a.length);

const SEQUENCES = ["abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "qwertzuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm"].flatMap((s) => [
  s,
  [...s].reverse().join(""),
]);
const LEET: Record<string, string> = { "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", $: "s", "!": "i" };

/** Letters that must remain after everything known is removed. */
const OWN_LETTERS = 6;

const lettersOf = (s: string) =>
  s
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}]/gu, "");
const unleet = (s: string) => s.toLowerCase().replace(/[01345@$!7]/g, (c) => LEET[c] ?? c);

/** The letters that remain without known words, keyboard runs and repetitions. */
function remainder(letters: string, words: readonly string[]): number {
  let left = letters;
  for (const word of words) left = left.replaceAll(word, " ");
  for (const run of SEQUENCES) for (let at = 0; at + 4 <= run.length; at++) left = left.replaceAll(run.slice(at, at + 4), " ");
  left = left.replace(/(.{1,8}?)\1+/gu, "$1"); // "xyxyxyxy" adds nothing to "xy"
  return left.replace(/ /g, "").length;
}

/**
 * Why a password is refused, as a sentence, or null if it is accepted. `about`: the person's name and e-mail and the company's name, which
 * attackers try first. Counts characters, not bytes; nothing is cut off.
 */
export function passwordProblem(password: string, about: readonly string[]): string | null {
  const length = [...password].length;
  if (length < PASSWORD_MIN) return `Use at least ${PASSWORD_MIN} characters; this has ${length}. A few unrelated words work well.`;
  if (length > PASSWORD_MAX) return `Use at most ${PASSWORD_MAX} characters.`;
  if (new Set(password).size < 6) return "This repeats too few different characters.";
  const own = about.flatMap((text) => text.split(/[\s@.,'-]+/).map(lettersOf)).filter((word) => word.length >= 3);
  const words = [...own.sort((a, b) => b.length - a.length), ...COMMON];
  const guessable = [password, unleet(password)].some((p) => /\p{L}/u.test(p) && remainder(lettersOf(p), words) < OWN_LETTERS);
  if (guessable || !/\p{L}/u.test(password))
    return "This consists of words or sequences that attackers try first. Use a few unrelated words instead.";
  return null;
}
