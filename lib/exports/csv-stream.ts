import type { Cell } from "@/lib/platform/entities/table";
import { BYTE_ORDER_MARK, csvLine } from "@/lib/tables/csv";

/** The file, read as fast as it is downloaded. `ended` is called once: when it is complete, abandoned, or failed. */
export function csvStream(
  columns: readonly string[],
  source: AsyncGenerator<readonly (readonly Cell[])[]>,
  ended: () => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let begun = false;
  let over = false;
  const end = () => {
    if (!over) ended();
    over = true;
  };
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (!begun) {
        begun = true;
        controller.enqueue(encoder.encode(BYTE_ORDER_MARK + csvLine(columns)));
        return;
      }
      try {
        const { done, value } = await source.next();
        if (!done) return controller.enqueue(encoder.encode(value.map(csvLine).join("")));
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
