import { z } from "zod";
import { id, json, version } from "@/lib/fields";
import { FileFormat, Mapping } from "./mapping";

const LARGEST = { longest: 200_000, tooLong: "This is too long to be saved." };

export const ReadUploadInput = z.strictObject({ uploadId: id, format: json(FileFormat, LARGEST) });
export type ReadUploadInput = z.output<typeof ReadUploadInput>;

export const CheckUploadInput = z.strictObject({ uploadId: id, version, mapping: json(Mapping, LARGEST) });
export type CheckUploadInput = z.output<typeof CheckUploadInput>;

export const RunUploadInput = z.strictObject({ uploadId: id, version });
export type RunUploadInput = z.output<typeof RunUploadInput>;

export const UploadInput = z.strictObject({ uploadId: id });
export type UploadInput = z.output<typeof UploadInput>;

export const SaveMappingInput = z.strictObject({ mapping: json(Mapping, LARGEST) });
export type SaveMappingInput = z.output<typeof SaveMappingInput>;

export const UndoImportInput = z.strictObject({ importId: z.string().regex(/^\d{1,18}$/, { error: "This does not exist." }) });
export type UndoImportInput = z.output<typeof UndoImportInput>;

/** The name a file is sent under, in a header: percent-encoded UTF-8. Its last part only, without what cannot be shown. */
export function sentFileName(header: string | null): string | null {
  if (header === null || header.length > 2_000) return null;
  let name: string;
  try {
    name = decodeURIComponent(header);
  } catch {
    return null;
  }
  const last =
    name
      .normalize("NFC")
      .split(/[\\/]/)
      .at(-1)
      ?.replace(/[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/gu, "")
      .trim() ?? "";
  return last === "" || last === "." || last === ".." ? null : last.slice(0, 200).toWellFormed(); // may have been cut inside a character
}
