import "server-only";
import { AppError } from "@/lib/errors";
import type { Mapping } from "./mapping";
import { prepareRecords } from "./records";
import type { Context, Prepared } from "./target";

/** Binds a mapping to an opened file. Throws INVALID when they do not fit. */
export async function prepare(context: Context, into: Mapping["into"]): Promise<Prepared> {
  switch (into.target) {
    case "records":
      return prepareRecords(context, into);
    default:
      throw new AppError("INVALID", `There is no import into ${into.target} yet.`);
  }
}
