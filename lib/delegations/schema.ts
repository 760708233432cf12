import { z } from "zod";
import { id, idempotencyKey, isoDate } from "@/lib/fields";

/** At most a year: a longer absence needs a successor. */
export const LONGEST_DELEGATION_DAYS = 366;

/** A deputy for `personId` from one day to another, both included. */
export const GiveDelegationInput = z
  .strictObject({ idempotencyKey, personId: id, deputyId: z.uuid({ error: "Choose a person." }), fromOn: isoDate, toOn: isoDate })
  .refine((d) => d.toOn >= d.fromOn, { error: "The last day is before the first.", path: ["toOn"] })
  .refine((d) => d.personId !== d.deputyId, { error: "Name somebody else.", path: ["deputyId"] });
export type GiveDelegationInput = z.output<typeof GiveDelegationInput>;

export const EndDelegationInput = z.strictObject({ delegationId: id });
export type EndDelegationInput = z.output<typeof EndDelegationInput>;
