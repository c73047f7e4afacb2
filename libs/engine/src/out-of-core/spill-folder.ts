import { Fault } from '@millrace/contracts';
import { closeSync, openSync, readSync, unlinkSync, writevSync } from 'node:fs';
import { join } from 'node:path';

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1024 ** 2)} MB`;

/** Where a job puts what does not fit its memory, and how much of the disk it may take for that. */
export class SpillFolder {
  private used = 0;
  private files = 0;
  /** The most that lay here at once, in bytes. */
  peakBytes = 0;

  constructor(
    private readonly path: string,
    readonly quotaBytes: number,
  ) {}

  /** A new file, which its last closing removes. */
  create(): SpillFile {
    this.files += 1;
    return new SpillFile(join(this.path, `spill-${this.files}`), (bytes) => this.take(bytes));
  }

  /** @throws Fault `disk-quota-exceeded` */
  private take(bytes: number): void {
    this.used += bytes;
    this.peakBytes = Math.max(this.peakBytes, this.used);
    if (this.used > this.quotaBytes)
      throw new Fault('disk-quota-exceeded', `The job may put ${megabytes(this.quotaBytes)} on disk and needs more.`, {
        evidence: { quotaBytes: this.quotaBytes, neededBytes: this.used },
      });
  }
}

/** A file that is written from its start to its end and read anywhere. It has no name any more once it is open: it goes with its process. */
export class SpillFile {
  private readonly file: number;
  /** Bytes written. */
  length = 0;

  constructor(
    path: string,
    private readonly take: (bytes: number) => void,
  ) {
    this.file = openSync(path, 'wx+', 0o600);
    unlinkSync(path);
  }

  append(...parts: readonly NodeJS.ArrayBufferView[]): void {
    const bytes = parts.reduce((sum, { byteLength }) => sum + byteLength, 0);
    this.take(bytes);
    let rest = [...parts];
    for (let left = bytes; left > 0;) {
      let written = writevSync(this.file, rest, this.length);
      this.length += written;
      left -= written;
      rest = rest.flatMap((part) => {
        const skipped = Math.min(written, part.byteLength);
        written -= skipped;
        return skipped === part.byteLength ? [] : [new Uint8Array(part.buffer, part.byteOffset + skipped, part.byteLength - skipped)];
      });
    }
  }

  /** Writes over bytes that were written before. */
  overwrite(bytes: NodeJS.ArrayBufferView, at: number): void {
    for (let done = 0; done < bytes.byteLength;)
      done += writevSync(this.file, [new Uint8Array(bytes.buffer, bytes.byteOffset + done, bytes.byteLength - done)], at + done);
  }

  /** Fills `into` from byte `at` on. */
  read(into: NodeJS.ArrayBufferView, at: number): void {
    for (let done = 0; done < into.byteLength;) {
      const count = readSync(this.file, into, done, into.byteLength - done, at + done);
      if (count === 0) throw new Fault('internal', 'A spilled file is shorter than it was written.');
      done += count;
    }
  }

  close(): void {
    closeSync(this.file);
    this.take(-this.length);
    this.length = 0;
  }
}
