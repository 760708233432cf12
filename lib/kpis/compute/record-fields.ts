import { z } from "zod";
import { RecordField } from "@/lib/records/field";

/** The stored fields of a record kind; empty if there is no kind. */
export function recordFields(stored: unknown): RecordField[] {
  const parsed = z.array(RecordField).safeParse(stored);
  return parsed.success ? parsed.data : [];
}

/** The label of each field on screen. */
export const fieldLabels = (stored: unknown): ReadonlyMap<string, string> =>
  new Map(recordFields(stored).map((field) => [field.name, field.label]));
