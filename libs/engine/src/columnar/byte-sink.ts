import { Writable } from 'node:stream';

/**
 * Takes a stream's pieces into one buffer that is used again and again, so that each read does not leave its size behind twice over.
 * Only `write` counts: the writer that it is made for calls nothing else and waits for nothing.
 */
export class ByteSink extends Writable {
  private buffer = Buffer.allocUnsafeSlow(1024 * 1024);
  private length = 0;

  override write(chunk: Uint8Array): boolean {
    const end = this.length + chunk.length;
    if (end > this.buffer.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(end, this.buffer.length * 2));
      this.buffer.copy(larger, 0, 0, this.length);
      this.buffer = larger;
    }
    this.buffer.set(chunk, this.length);
    this.length = end;
    return true;
  }

  /** What was written since the last time. It is overwritten by what is written next. */
  take(): Buffer {
    const taken = this.buffer.subarray(0, this.length);
    this.length = 0;
    return taken;
  }
}
