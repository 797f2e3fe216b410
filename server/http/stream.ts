/** A body that is read with backpressure, and stops when the client disconnects. */
export function streamOf(parts: AsyncIterable<Buffer<ArrayBuffer>>) {
  const iterator = parts[Symbol.asyncIterator]();
  const source: UnderlyingDefaultSource<Uint8Array<ArrayBuffer>> = {
    async pull(controller) {
      const next = await iterator.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
    async cancel() {
      await iterator.return?.();
    },
  };
  return new ReadableStream(source, { highWaterMark: 0 });
}
