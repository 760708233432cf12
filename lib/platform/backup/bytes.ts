import "server-only";

/** Takes exact numbers of bytes from a stream of chunks. */
export type ByteReader = {
  /** `length` bytes, or fewer if the stream ends first. */
  take(length: number): Promise<Buffer>;
};

/** Reads `source` on demand; holds at most one chunk more than requested. */
export function bytesOf(source: AsyncIterable<Uint8Array>): ByteReader {
  const chunks = source[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  return {
    async take(length) {
      const parts = [rest];
      let have = rest.length;
      while (have < length) {
        const next = await chunks.next();
        if (next.done) break;
        parts.push(Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength));
        have += next.value.byteLength;
      }
      const all = parts.length === 1 ? rest : Buffer.concat(parts, have);
      rest = all.subarray(Math.min(length, have));
      return all.subarray(0, length);
    },
  };
}
