/** The text without any of these characters at its end: "1.500" without "0" is "1.5". Takes linear time, unlike /0+$/. */
export function stripTrailing(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}
