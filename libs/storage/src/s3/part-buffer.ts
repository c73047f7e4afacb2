import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { newId } from '@millrace/platform';
import { createHash } from 'node:crypto';
import type { BufferPool, Holder } from '../buffer-pool';
import { reservedPrefix } from '../object-key';
import type { Bucket } from './bucket';
import { readRange } from './read-range';
import { persist } from './s3-faults';
import { sendContent, type Content } from './send-content';

interface Written {
  readonly key: string;
  readonly bytes: number;
}

/**
 * The part of an upload that is being filled. It lies in slabs of the pool; when others need them and its client has
 * stalled, it is written down as an object under the reserved prefix and read from there when the part is sent.
 */
export class PartBuffer {
  private bytes = 0;
  /** Of `bytes`, those in slabs; the rest is written down. */
  private heldBytes = 0;
  private hash = createHash('sha256');
  private written: Written[] = [];
  private writing: Promise<void>[] = [];
  private failure: { readonly error: unknown } | undefined;
  private readonly holder: Holder;
  private readonly prefix = `${reservedPrefix}${newId()}/`;
  private writtenCount = 0;

  constructor(
    private readonly bucket: Bucket,
    private readonly pool: BufferPool,
    private readonly signal?: AbortSignal,
  ) {
    this.holder = pool.enter((slabs) => this.writeDown(slabs));
  }

  get isFull(): boolean {
    return this.bytes === this.pool.partBytes;
  }

  get isEmpty(): boolean {
    return this.bytes === 0;
  }

  /** Takes what fits, as soon as there is memory for it; answers how many bytes that was. */
  async append(chunk: Uint8Array): Promise<number> {
    const { pool, holder } = this;
    const taken = chunk.subarray(0, pool.partBytes - this.bytes);
    for (let at = 0; at < taken.byteLength;) {
      if (this.failure) throw this.failure.error;
      const offset = this.heldBytes % pool.slabBytes;
      const slab = this.heldBytes < holder.slabs.length * pool.slabBytes ? holder.slabs.at(-1) : undefined;
      if (!slab) {
        await pool.take(holder, this.signal);
        continue;
      }
      const piece = taken.subarray(at, at + pool.slabBytes - offset);
      slab.set(piece, offset);
      this.hash.update(piece);
      at += piece.byteLength;
      this.heldBytes += piece.byteLength;
      this.bytes += piece.byteLength;
    }
    return taken.byteLength;
  }

  /** Gives the content to `deliver`, which may read it as often as it needs to, and is empty again afterwards. */
  async send<Answer>(deliver: (content: Content) => Promise<Answer>): Promise<Answer> {
    await this.untilWritten();
    if (this.failure) throw this.failure.error;
    const { bytes, heldBytes, written } = this;
    const slabs = this.pool.depart(this.holder, 'sending');
    try {
      const open = () => this.read(written, slabs, heldBytes);
      return await deliver({ bytes, sha256: this.hash.digest('hex'), open });
    } finally {
      this.pool.giveBack(slabs, 'sending');
      [this.bytes, this.heldBytes, this.hash] = [0, 0, createHash('sha256')];
      await this.forgetWritten();
    }
  }

  /** Gives everything back. Call it once, at the end of the upload. */
  async close(): Promise<void> {
    this.pool.giveBack(this.pool.depart(this.holder, 'sending'), 'sending');
    this.pool.leave(this.holder);
    await this.untilWritten();
    await this.forgetWritten();
  }

  /** More may have to be written down while it waits. */
  private async untilWritten(): Promise<void> {
    for (let write = this.writing.pop(); write; write = this.writing.pop()) await write;
  }

  private writeDown(slabs: readonly Buffer[]): void {
    const bytes = this.heldBytes;
    this.heldBytes = 0;
    const key = `${this.prefix}${(this.writtenCount += 1)}`;
    this.written.push({ key, bytes });
    const put = async () => {
      try {
        await this.put(key, slabs, bytes);
      } catch (error) {
        this.failure ??= { error };
      } finally {
        this.pool.giveBack(slabs, 'yielding');
      }
    };
    this.writing.push(put());
  }

  private async put(key: string, slabs: readonly Buffer[], bytes: number): Promise<void> {
    const hash = createHash('sha256');
    for (const piece of pieces(slabs, bytes)) hash.update(piece);
    const content: Content = { bytes, sha256: hash.digest('hex'), open: () => this.read([], slabs, bytes) };
    const object = { Bucket: this.bucket.name, Key: key };
    await sendContent(this.bucket, 'a part that waits', content, (body) => new PutObjectCommand({ ...object, ...body }), this.signal);
  }

  private async *read(written: readonly Written[], slabs: readonly Buffer[], bytes: number): AsyncGenerator<Uint8Array> {
    for (const { key, bytes: length } of written) yield* readRange(this.bucket, { key, start: 0, end: length - 1 });
    yield* pieces(slabs, bytes);
  }

  /** What cannot be deleted now is left to the sweep. */
  private async forgetWritten(): Promise<void> {
    const { client, name } = this.bucket;
    const { written } = this;
    this.written = [];
    for (const { key } of written)
      await persist('a deletion', () => client.send(new DeleteObjectCommand({ Bucket: name, Key: key }))).catch(() => undefined);
  }
}

function* pieces(slabs: readonly Buffer[], bytes: number): Generator<Buffer> {
  let left = bytes;
  for (const slab of slabs) {
    if (left <= 0) return;
    yield slab.subarray(0, left);
    left -= slab.byteLength;
  }
}
