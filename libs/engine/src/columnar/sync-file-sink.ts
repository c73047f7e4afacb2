import { closeSync, openSync, writeSync } from 'node:fs';
import { Writable } from 'node:stream';

/**
 * Writes a stream's pieces to a file at once. The writers that it is made for call `write` alone, from one long call that leaves a
 * stream no turn to write in: its pieces would all lie in memory until then.
 */
export class SyncFileSink extends Writable {
  private readonly file: number;

  /** @param flags `w`: anew, `a`: behind what the file has */
  constructor(path: string, flags: 'w' | 'a' = 'w') {
    super();
    this.file = openSync(path, flags);
  }

  override write(chunk: Uint8Array): boolean {
    for (let at = 0; at < chunk.length;) at += writeSync(this.file, chunk, at);
    return true;
  }

  close(): void {
    closeSync(this.file);
  }
}
