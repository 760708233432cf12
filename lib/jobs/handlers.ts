import "server-only";
import type { z } from "zod";
import { anchorChain } from "@/lib/audit/anchors";
import { watchSignIns } from "@/lib/auth/flood";
import { now } from "@/lib/clock";
import { writing } from "@/lib/db/scope";
import { onTx } from "@/lib/db/sql";
import { runUpload } from "@/lib/imports/uploads/run";
import { remindOfNumbers } from "@/lib/kpis/reminders";
import { queueDigests } from "@/lib/notices/digest-queue";
import { sendMailJob } from "@/lib/notices/mail-job";
import { companyTimeZone } from "@/lib/settings/time-zone";
import { watchClock } from "@/lib/signals/jobs";
import { turnDay } from "./day-turn";
import { finishJob } from "./finish";
import type { JobContext } from "./job-context";
import type { QueueName } from "./policy";
import { PAYLOADS } from "./queues";
import { sweep, sweepCounts } from "./sweep";
import { freeUploads } from "./uploads";

/** Does one job, by the days of the company. Throws when its payload is not of its queue, and when it could not be done: it is tried again. */
type Handler = (data: unknown, context: JobContext) => Promise<unknown>;

const handling =
  <S extends z.ZodType>(schema: S, run: (payload: z.output<S>, context: JobContext) => Promise<unknown>): Handler =>
  async (data, context) => {
    await companyTimeZone();
    return run(schema.parse(data ?? {}), context);
  };

/** What is done for a job of each queue. Each finds out in its own transaction whether it has been done already. */
export const HANDLERS: Record<QueueName, Handler> = {
  "watch-clock": handling(PAYLOADS["watch-clock"], async () => ({
    ...(await watchClock(now())),
    ...(await watchSignIns()),
    countsRemoved: await sweepCounts(),
    uploadsFreed: await freeUploads(),
  })),
  "day-turn": handling(PAYLOADS["day-turn"], turnDay),
  remind: handling(PAYLOADS.remind, (_, context) =>
    writing("system", async (tx) => {
      const told = await remindOfNumbers(onTx(tx), now());
      await finishJob(onTx(tx), context);
      return told;
    }),
  ),
  digest: handling(PAYLOADS.digest, queueDigests),
  sweep: handling(PAYLOADS.sweep, sweep),
  anchor: handling(PAYLOADS.anchor, anchorChain),
  mail: handling(PAYLOADS.mail, sendMailJob),
  import: handling(PAYLOADS.import, ({ uploadId, viewerId }, { signal }) => runUpload(uploadId, viewerId, signal)),
};
