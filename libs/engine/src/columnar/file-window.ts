import { readSync } from 'node:fs';
import { damagedCopy } from './damaged-copy';

/** What a read brings where there is as much: pages are read together with the head of the next. */
const usualBytes = 256 * 1024;

/** A stretch of a file, read from its start to its end through one buffer that is used again. */
export class FileWindow {
  private buffer = Buffer.allocUnsafeSlow(usualBytes);
  private from = 0;
  private to = 0;
  private at = 0;
  private ahead = 0;
  private end = 0;
  private file = -1;

  /** @param bytes what is likely wanted, and is read ahead @param end of what may be read */
  open(file: number, start: number, bytes: number, end: number): void {
    this.file = file;
    this.from = this.to = 0;
    this.at = start;
    this.ahead = start + bytes;
    this.end = end;
  }

  /** At least so many of the next bytes where there are as many, which stay the next ones. Good until the next call. */
  peek(bytes: number): Uint8Array {
    const held = this.to - this.from;
    if (held < bytes && this.at < this.end) {
      const wanted = Math.min(this.end - this.at, Math.max(bytes - held, Math.min(usualBytes, this.ahead - this.at)));
      const old = this.buffer;
      if (held + wanted > old.length) this.buffer = Buffer.allocUnsafeSlow(held + wanted);
      old.copy(this.buffer, 0, this.from, this.to);
      [this.from, this.to] = [0, held];
      while (this.to < held + wanted) {
        const got = readSync(this.file, this.buffer, this.to, held + wanted - this.to, this.at);
        if (got === 0) throw damagedCopy('it is cut off');
        this.to += got;
        this.at += got;
      }
    }
    return this.buffer.subarray(this.from, this.to);
  }

  /** The next bytes, good until the next call. @throws Fault `internal` where there are fewer */
  take(bytes: number): Uint8Array {
    const found = this.peek(bytes);
    if (found.length < bytes) throw damagedCopy('a page is cut off');
    this.from += bytes;
    return found.subarray(0, bytes);
  }
}
