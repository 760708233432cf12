/** A person who can be mentioned. */
export type Named = { id: string; name: string };

/** A part of a comment: plain text, or a name with its "@". */
export type Piece = { text: string; mention: boolean };

const LETTER = /[\p{L}\p{N}_]/u;

/**
 * The given people that a text mentions with "@" and the whole name, each once, in the order of the text. The longest name wins if one
 * begins another ("@Ann Smith" is not "@Ann"), and a longer word is somebody else. If several people share a name, all of them.
 */
export function mentionedIn(body: string, people: readonly Named[]): Named[] {
  const found = new Set<Named>();
  for (const { name } of placesOf(
    body,
    people.map((person) => person.name),
  ))
    for (const person of people) if (person.name === name) found.add(person);
  return [...found];
}

/** The text split at the names it mentions. */
export function piecesOf(body: string, names: readonly string[]): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const { at, name } of placesOf(body, names)) {
    if (at > from) pieces.push({ text: body.slice(from, at), mention: false });
    pieces.push({ text: `@${name}`, mention: true });
    from = at + 1 + name.length;
  }
  if (from < body.length) pieces.push({ text: body.slice(from), mention: false });
  return pieces;
}

function placesOf(body: string, names: readonly string[]): { at: number; name: string }[] {
  const longest = [...new Set(names)].filter((name) => name !== "").sort((a, b) => b.length - a.length);
  const places: { at: number; name: string }[] = [];
  for (let at = body.indexOf("@"); at >= 0; at = body.indexOf("@", at + 1)) {
    if (at > 0 && LETTER.test(body.charAt(at - 1))) continue; // an address, not a name
    const name = longest.find((own) => body.startsWith(own, at + 1) && !LETTER.test(body.charAt(at + 1 + own.length)));
    if (name === undefined) continue;
    places.push({ at, name });
    at += name.length;
  }
  return places;
}

/** The name being typed at a position of the text, from its "@" on; null if there is none. */
export function typedMention(body: string, caret: number): { from: number; query: string } | null {
  const from = body.lastIndexOf("@", caret - 1);
  if (from < 0 || (from > 0 && LETTER.test(body.charAt(from - 1)))) return null;
  const query = body.slice(from + 1, caret);
  return /^[^\n@]{0,40}$/.test(query) && query.split(" ").length <= 3 ? { from, query } : null;
}
