const firstCapacity = 2 * 1024 * 1024;

/** A stretch of a stream of bytes: appended to at its end, dropped from at its start. */
export class ByteWindow {
  bytes = Buffer.allocUnsafeSlow(firstCapacity);
  length = 0;
  /** Offset in the stream of the window's first byte. */
  base = 0;

  /** Grows with the longest record; the caller bounds that by its limits. */
  append(chunk: Uint8Array): void {
    const wanted = this.length + chunk.byteLength;
    if (wanted > this.bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(wanted, this.bytes.length * 2));
      this.bytes.copy(larger, 0, 0, this.length);
      this.bytes = larger;
    }
    this.bytes.set(chunk, this.length);
    this.length = wanted;
  }

  drop(count: number): void {
    if (count === 0) return;
    this.bytes.copyWithin(0, count, this.length);
    this.length -= count;
    this.base += count;
  }
}
