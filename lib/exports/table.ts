import { BYTE_ORDER_MARK, type Cell, csvLine } from "@/lib/tables/csv";

/** A table for a file: rows arrive in batches, so that it is never entirely in memory. */
export type Table = {
  /** file name without ".csv" */
  name: readonly string[];
  /** the exported subject, for the audit log */
  subject: { type: string; id: string; name: string };
  departmentId: string | null;
  columns: readonly string[];
  batches: () => AsyncIterable<readonly (readonly Cell[])[]>;
};

/** The file, read as fast as it is downloaded. `ended` is called once: when it is complete, abandoned, or failed. */
export function csvStream({ columns, batches }: Pick<Table, "columns" | "batches">, ended = () => {}): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const source = batches()[Symbol.asyncIterator]();
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
      await source.return?.();
    },
  });
}

/** Batches of a list that fits into memory, read when the first is requested. */
export async function* inBatches(load: () => Promise<readonly (readonly Cell[])[]>): AsyncIterable<readonly (readonly Cell[])[]> {
  const rows = await load();
  for (let from = 0; from < rows.length; from += 500) yield rows.slice(from, from + 500);
}
