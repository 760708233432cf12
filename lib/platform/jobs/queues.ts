import { z } from "zod";
import { id } from "@/lib/fields";
import type { QueueName } from "./policy";

const Nothing = z.strictObject({});

/** One mail to one person. Ids only, but for an address that stands nowhere else: what it says is read with the rights of whoever receives it, when it is made. */
export const MailPayload = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("digest"), personId: id, day: z.iso.date() }),
  z.strictObject({ kind: z.literal("test"), personId: id }),
  /** Whoever signs in with that address, if anybody does. */
  z.strictObject({ kind: z.literal("reset"), email: z.string().max(200) }),
  /** To the address somebody had, which stands nowhere else any more. `leftOn`: there where it changed. */
  z.strictObject({
    kind: z.literal("sign-in-changed"),
    personId: id,
    to: z.string().max(254),
    address: z.boolean(),
    leftOn: z.iso.date().nullable().optional(),
  }),
]);
export type MailPayload = z.output<typeof MailPayload>;

export const ImportPayload = z.strictObject({ uploadId: id, viewerId: id });

/** What a job of each queue carries. Read again by the worker: a row of the queue is input like any other. */
export const PAYLOADS = {
  "watch-clock": Nothing,
  "day-turn": Nothing,
  remind: Nothing,
  digest: Nothing,
  sweep: Nothing,
  anchor: Nothing,
  mail: MailPayload,
  import: ImportPayload,
} as const satisfies Record<QueueName, z.ZodType>;

export type Payload<Q extends QueueName> = z.output<(typeof PAYLOADS)[Q]>;
