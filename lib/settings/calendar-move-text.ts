const SHOWN = 12;

/** "SAL-01, SAL-02 and 3 more". */
export function codesText(codes: readonly string[]): string {
  const more = codes.length - SHOWN;
  if (more > 0) return `${codes.slice(0, SHOWN).join(", ")} and ${more} more`;
  return codes.length < 2 ? codes.join("") : `${codes.slice(0, -1).join(", ")} and ${codes.at(-1)}`;
}

/** The effect of saving another fiscal year on the existing KPIs, shown before it is saved. */
export function calendarMoveText({ recomputed, typed }: { recomputed: readonly string[]; typed: readonly string[] }): string {
  const many = (codes: readonly string[], one: string, more: string) => (codes.length === 1 ? one : more);
  if (typed.length > 0)
    return `This cannot be saved: ${codesText(typed)} ${many(typed, "has", "have")} values that were entered or imported by the current fiscal year, and they cannot be split.`;
  if (recomputed.length === 0) return "No KPI has values in the periods that change.";
  return `Saving recomputes ${codesText(recomputed)} by the new periods. Values by the old periods stay in the history; a target applies from the first new period that begins on or after its date.`;
}
