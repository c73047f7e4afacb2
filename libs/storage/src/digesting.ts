import { createHash } from 'node:crypto';

/** Hashes and counts what goes by. */
export class Digest {
  bytes = 0;
  private readonly hash = createHash('sha256');

  update(chunk: Uint8Array): void {
    this.bytes += chunk.byteLength;
    this.hash.update(chunk);
  }

  /** Ends it: call once. */
  result(): { bytes: number; sha256: string } {
    return { bytes: this.bytes, sha256: this.hash.digest('hex') };
  }
}
