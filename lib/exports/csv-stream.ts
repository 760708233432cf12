import { AppError } from "@/lib/errors";
import type { Cell } from "@/lib/platform/entities/table";
import { BYTE_ORDER_MARK, csvLine } from "@/lib/tables/csv";

/** A reader who takes nothing for this long has given up: their place, and what was read for them, is wanted elsewhere. */
const STALLED_MS = 60_000;

/** The file, read as fast as it is downloaded. `ended` is called once: when it is complete, abandoned, stalled, or failed. */
export function csvStream(
  columns: readonly string[],
  source: AsyncGenerator<readonly (readonly Cell[])[]>,
  ended: () => void,
  stalledMs = STALLED_MS,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let begun = false;
  let over = false;
  let timer: NodeJS.Timeout | undefined;
  const end = () => {
    clearTimeout(timer);
    if (!over) ended();
    over = true;
  };
  const giveUpLater = (controller: ReadableStreamDefaultController) => {
    timer = setTimeout(() => {
      controller.error(new AppError("TOO_SLOW", "The file was not taken in time."));
      end();
      void source.return(undefined);
    }, stalledMs);
    timer.unref();
  };
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      clearTimeout(timer);
      try {
        if (!begun) {
          begun = true;
          controller.enqueue(encoder.encode(BYTE_ORDER_MARK + csvLine(columns)));
          return giveUpLater(controller);
        }
        const { done, value } = await source.next();
        if (!done) {
          controller.enqueue(encoder.encode(value.map(csvLine).join("")));
          return giveUpLater(controller);
        }
        controller.close();
      } catch (error) {
        end();
        throw error;
      }
      end();
    },
    async cancel() {
      end();
      await source.return(undefined);
    },
  });
}
