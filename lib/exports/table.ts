import { BYTE_ORDER_MARK, type Cell, csvLine } from "@/lib/tables/csv";

/** A table on its way into a file: rows arrive in batches, so that the longest one never stands in memory. */
export type Table = {
  /** without ".csv", for the file's name */
  name: readonly string[];
  /** what the audit log says was exported */
  subject: { type: string; id: string; name: string };
  departmentId: string | null;
  columns: readonly string[];
  batches: () => AsyncIterable<readonly (readonly Cell[])[]>;
};

/** The file, read as fast as it is taken. `ended` is called once: when all of it is taken, or nobody takes it any more, or it failed. */
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

/** Batches of a list that fits into memory, read when the first is asked for. */
export async function* inBatches(load: () => Promise<readonly (readonly Cell[])[]>): AsyncIterable<readonly (readonly Cell[])[]> {
  const rows = await load();
  for (let from = 0; from < rows.length; from += 500) yield rows.slice(from, from + 500);
}
