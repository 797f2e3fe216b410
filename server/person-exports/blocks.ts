const BLOCK_BYTES = 65_536;

/** Short records, kept in blocks one after the other: an object for each would take several times its bytes. */
export class Blocks {
  length = 0;
  #full: Buffer<ArrayBuffer>[] = [];
  #open = Buffer.allocUnsafe(BLOCK_BYTES);
  #used = 0;

  /** A record is shorter than a block. */
  add(record: Buffer) {
    if (this.#used + record.length > BLOCK_BYTES) {
      this.#full.push(this.#open.subarray(0, this.#used));
      this.#open = Buffer.allocUnsafe(BLOCK_BYTES);
      this.#used = 0;
    }
    this.#used += record.copy(this.#open, this.#used);
    this.length += record.length;
  }

  *taken() {
    yield* this.#full;
    yield this.#open.subarray(0, this.#used);
  }
}
