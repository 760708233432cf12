import "server-only";
import "./listeners";
import type { z } from "zod";
import { now } from "@/lib/clock";
import { companyTimeZone } from "@/lib/company/time-zone";
import { queueDigests } from "@/lib/digest/digest-queue";
import { sendMailJob } from "@/lib/digest/mail-job";
import { freeUploads, sweepUploads } from "@/lib/imports/uploads/free";
import { runUpload } from "@/lib/imports/uploads/run";
import { remindOfNumbers } from "@/lib/kpis/numbers/reminders";
import { turnDay } from "@/lib/kpis/recompute/day-turn";
import { anchorChain } from "@/lib/platform/audit/anchors";
import { watchSignIns } from "@/lib/platform/auth/sign-in/flood";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { finishJob } from "@/lib/platform/jobs/finish";
import type { JobContext } from "@/lib/platform/jobs/job-context";
import type { QueueName } from "@/lib/platform/jobs/policy";
import { PAYLOADS } from "@/lib/platform/jobs/queues";
import { sweep, sweepCounts } from "@/lib/platform/sweep";
import { watchClock } from "@/lib/signals/life/jobs";

/**
 * Does one job, using the company's calendar. Throws if the payload does not match the queue, or if the job failed; it is then tried again.
 */
type Handler = (data: unknown, context: JobContext) => Promise<unknown>;

const handling =
  <S extends z.ZodType>(schema: S, run: (payload: z.output<S>, context: JobContext) => Promise<unknown>): Handler =>
  async (data, context) => {
    await companyTimeZone();
    return run(schema.parse(data ?? {}), context);
  };

/** The handler of each queue. Each checks in its own transaction whether the job has already been done. */
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
      const reminded = await remindOfNumbers(onTx(tx), now());
      await finishJob(onTx(tx), context);
      return reminded;
    }),
  ),
  digest: handling(PAYLOADS.digest, queueDigests),
  sweep: handling(PAYLOADS.sweep, async () => ({ ...(await sweep()), upload: await sweepUploads() })),
  anchor: handling(PAYLOADS.anchor, anchorChain),
  mail: handling(PAYLOADS.mail, sendMailJob),
  import: handling(PAYLOADS.import, ({ uploadId, viewerId }, { signal }) => runUpload(uploadId, viewerId, signal)),
};
