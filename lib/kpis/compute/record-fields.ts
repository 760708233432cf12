import { z } from "zod";
import { RecordField } from "@/lib/records/field";

/** The fields of a record kind as they are stored; none when there is no kind. */
export function recordFields(stored: unknown): RecordField[] {
  const parsed = z.array(RecordField).safeParse(stored);
  return parsed.success ? parsed.data : [];
}

/** What each field is called on screen. */
export const fieldLabels = (stored: unknown): ReadonlyMap<string, string> =>
  new Map(recordFields(stored).map((field) => [field.name, field.label]));
