import { AppError } from "@/lib/errors";
import { isDuplicate, isOutage, isRetryable } from "@/lib/platform/db/failures";

/** What went wrong with an import or its undoing, as an error somebody can be told about; what is a bug stays as it is. */
export function toAppError(error: unknown): unknown {
  if (error instanceof AppError) return error;
  if (isDuplicate(error))
    return new AppError("CONFLICT", "Somebody saved the same rows while the file was read. Nothing was written; import it again.");
  if (isOutage(error) || isRetryable(error))
    return new AppError(
      "UNAVAILABLE",
      "The database did not answer in time, or another import is running. Nothing was changed; try again in a moment.",
    );
  if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "EACCES" || error.code === "EISDIR"))
    return new AppError("INVALID", "The file does not exist or cannot be read.");
  return error;
}
