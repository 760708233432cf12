import { z } from "zod";
import { id } from "@/lib/fields";
import type { QueueName } from "./policy";

const Nothing = z.strictObject({});

/**
 * One mail to one person. Contains ids only, except an address that is stored nowhere else: the content is made when the mail is sent, with
 * the rights of its recipient.
 */
export const MailPayload = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("digest"), personId: id, day: z.iso.date() }),
  z.strictObject({ kind: z.literal("test"), personId: id }),
  /** The person who signs in with that address, if there is one. */
  z.strictObject({ kind: z.literal("reset"), email: z.string().max(200) }),
  /** To a person's former address, which is no longer stored anywhere else. `leftOn`: set if it changed. */
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

/** Payload of each queue's jobs. The worker parses it again: a queue row is input like any other. */
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
