import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/lib/platform/db/client";
import { seriesSql } from "../compute/compute-series-sql";
import { allOf, amountSql, type Fields, fieldsOf } from "../compute/compute-sql";
import { Measure } from "../compute/measure";

/** Why a measure cannot be computed over records with these fields, as a sentence; null if it can. */
export function measureProblem(stored: unknown, fields: Fields): string | null {
  const parsed = Measure.safeParse(stored);
  if (!parsed.success)
    return `it is not a measure: ${z
      .prettifyError(parsed.error)
      .split("\n")
      .map((line) => line.trim())
      .join(" ")
      .slice(0, 300)}`;
  const measure = parsed.data;
  const missing = fieldsOf(measure).find((name) => !fields.has(name));
  if (missing !== undefined) return `the records have no field '${missing}'`;
  if (fields.get(measure.date)?.slot === undefined) return `the date '${measure.date}' has no slot in these records`;
  try {
    seriesSql(Prisma.sql`record`, fields, measure, [], null); // only built, not run: building checks the types
    allOf(fields, measure.highlight ?? [], Prisma.sql`NULL::date`);
    if (measure.rankBy) amountSql(fields, measure.rankBy);
    return null;
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
}
