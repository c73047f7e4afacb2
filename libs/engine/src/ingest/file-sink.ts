import { open, type FileHandle } from 'node:fs/promises';

const batchBytes = 1 << 20;

/** Writes a file from its start, in batches. What the disk refuses is thrown by the call that meets it, and by no event. */
export class FileSink {
  private handle: FileHandle | null = null;
  private pending: Uint8Array[] = [];
  private pendingBytes = 0;

  constructor(readonly path: string) {}

  /** Takes bytes that are the caller's again when it returns. */
  async write(bytes: Uint8Array): Promise<void> {
    if (this.pendingBytes + bytes.byteLength < batchBytes) {
      this.pending.push(Uint8Array.prototype.slice.call(bytes));
      this.pendingBytes += bytes.byteLength;
      return;
    }
    await this.flush();
    this.handle ??= await open(this.path, 'w');
    await this.handle.writeFile(bytes);
  }

  /** Closes the file; it exists even where nothing was written. */
  async end(): Promise<void> {
    await this.flush();
    this.handle ??= await open(this.path, 'w');
    await this.destroy();
  }

  /** Lets the file go as it is. */
  async destroy(): Promise<void> {
    const { handle } = this;
    this.handle = null;
    await handle?.close();
  }

  private async flush(): Promise<void> {
    if (this.pendingBytes === 0) return;
    this.handle ??= await open(this.path, 'w');
    await this.handle.writeFile(Buffer.concat(this.pending));
    this.pending = [];
    this.pendingBytes = 0;
  }
}
