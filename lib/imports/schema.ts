import { z } from "zod";
import { id, json, version } from "@/lib/fields";
import { FileFormat } from "@/lib/tables/read/format";
import { Mapping } from "./mapping";

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
