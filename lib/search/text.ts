/** What is typed and what is looked through are brought to one form: lower case, without accents. Both sides by the same table. */

// Letters that Unicode does not take apart into a letter and a mark.
const WHOLE: readonly (readonly [string, string])[] = [
  ["ø", "o"],
  ["Ø", "o"],
  ["ł", "l"],
  ["Ł", "l"],
  ["đ", "d"],
  ["Đ", "d"],
  ["ß", "s"],
  ["ı", "i"],
];

/** Letters of Latin-1 and Latin Extended-A with the plain letter each is found by; the database replaces by the same two lists. */
export const ACCENTED: { readonly from: string; readonly to: string } = (() => {
  const pairs: (readonly [string, string])[] = [...WHOLE];
  for (let code = 0xc0; code <= 0x17f; code++) {
    const letter = String.fromCodePoint(code);
    const base = letter.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    if (/^[a-z]$/.test(base) && !WHOLE.some(([own]) => own === letter)) pairs.push([letter, base]);
  }
  return { from: pairs.map(([letter]) => letter).join(""), to: pairs.map(([, base]) => base).join("") };
})();

const TABLE = new Map([...ACCENTED.from].map((letter, i) => [letter, ACCENTED.to[i] ?? letter]));

/** "Éclair  No. 5" as "eclair no. 5". */
export const normalize = (text: string): string =>
  [...text.normalize("NFC")]
    .map((letter) => TABLE.get(letter) ?? letter)
    .join("")
    .toLowerCase()
    .replace(/\s+/g, " ")
    .trim();

/** The words of a query, at most six: more narrow nothing that a person can still overlook. */
export const wordsOf = (query: string): string[] => normalize(query).split(" ").filter(Boolean).slice(0, 6);

/**
 * How well a query is met: 0 begins with it, 1 every word begins a word, 2 every word is in it; null when one is not. The smaller the
 * better.
 */
export function rankOf(query: string, text: string): number | null {
  const within = normalize(text);
  const words = wordsOf(query);
  if (words.some((word) => !within.includes(word))) return null;
  if (within.startsWith(words.join(" "))) return 0;
  return words.every((word) => ` ${within}`.includes(` ${word}`)) ? 1 : 2;
}
