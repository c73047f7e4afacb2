import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
  type CompletedPart,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { BufferPool } from '../buffer-pool';
import { Digest } from '../digesting';
import type { PutOptions, Stored } from '../object-store';
import { isAbsent, persist } from './s3-faults';

interface Target {
  readonly client: S3Client;
  readonly bucket: string;
  readonly key: string;
  readonly pool: BufferPool;
}

/**
 * Streams a source into one object through the pool's buffers, one part in flight an upload. A part is whole in memory
 * while it is sent, so that it can be sent again; what fits one buffer is a single put.
 */
export class MultipartUpload {
  private readonly digest = new Digest();
  private readonly parts: CompletedPart[] = [];
  private uploadId: string | undefined;

  constructor(
    private readonly target: Target,
    private readonly options: PutOptions,
  ) {}

  async run(source: AsyncIterable<Uint8Array>): Promise<Stored> {
    const { pool } = this.target;
    const { signal } = this.options;
    const iterator = source[Symbol.asyncIterator]();
    let rest: Uint8Array | undefined;
    try {
      for (;;) {
        // The first bytes are awaited without a buffer, so that an idle upload holds none.
        if (!rest) {
          const next = await iterator.next();
          if (next.done) break;
          rest = next.value;
        }
        signal?.throwIfAborted();
        const buffer = await pool.acquire(signal);
        try {
          const filled = await this.fill(buffer, iterator, rest);
          rest = filled.rest;
          if (filled.ended && this.uploadId === undefined) return await this.putWhole(buffer.subarray(0, filled.length));
          await this.sendPart(buffer.subarray(0, filled.length));
          if (filled.ended) break;
        } finally {
          pool.release(buffer);
        }
      }
      return this.uploadId === undefined ? await this.putWhole(Buffer.alloc(0)) : await this.complete(this.uploadId);
    } catch (error) {
      await iterator.return?.().catch(() => undefined);
      await this.abort();
      throw error;
    }
  }

  /** Fills the buffer from what was left over and the source; `rest` did not fit. */
  private async fill(
    buffer: Buffer,
    iterator: AsyncIterator<Uint8Array>,
    first: Uint8Array,
  ): Promise<{ length: number; rest: Uint8Array | undefined; ended: boolean }> {
    let length = 0;
    let chunk: Uint8Array | undefined = first;
    for (;;) {
      const taken = chunk.subarray(0, buffer.length - length);
      buffer.set(taken, length);
      this.digest.update(taken);
      length += taken.byteLength;
      if (taken.byteLength < chunk.byteLength) return { length, rest: chunk.subarray(taken.byteLength), ended: false };
      const next: IteratorResult<Uint8Array> = await iterator.next();
      this.options.signal?.throwIfAborted();
      if (next.done) return { length, rest: undefined, ended: true };
      chunk = next.value;
      if (length === buffer.length) return { length, rest: chunk, ended: false };
    }
  }

  private async putWhole(body: Buffer): Promise<Stored> {
    const { client, bucket, key } = this.target;
    const { signal, contentType } = this.options;
    await persist(
      'a put',
      () => client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: contentType }), { abortSignal: signal }),
      signal,
    );
    return this.digest.result();
  }

  private async sendPart(body: Buffer): Promise<void> {
    const { client, bucket, key } = this.target;
    const { signal, contentType } = this.options;
    this.uploadId ??= (
      await persist(
        'the start of an upload',
        () =>
          client.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: key, ContentType: contentType }), { abortSignal: signal }),
        signal,
      )
    ).UploadId;
    const PartNumber = this.parts.length + 1;
    const part = { Bucket: bucket, Key: key, UploadId: this.uploadId, PartNumber, Body: body };
    const { ETag } = await persist(`part ${PartNumber}`, () => client.send(new UploadPartCommand(part), { abortSignal: signal }), signal);
    this.parts.push({ ETag, PartNumber });
  }

  private async complete(uploadId: string): Promise<Stored> {
    const { client, bucket, key } = this.target;
    const upload = { Bucket: bucket, Key: key, UploadId: uploadId, MultipartUpload: { Parts: this.parts } };
    await persist('the end of an upload', async () => {
      try {
        await client.send(new CompleteMultipartUploadCommand(upload));
      } catch (error) {
        // The answer to an earlier try may have been lost: the upload is gone, and the object is there.
        if (!isAbsent(error)) throw error;
        const { ContentLength } = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
        if (ContentLength !== this.digest.bytes) throw error;
      }
    });
    return this.digest.result();
  }

  private async abort(): Promise<void> {
    if (this.uploadId === undefined) return;
    const { client, bucket, key } = this.target;
    const upload = { Bucket: bucket, Key: key, UploadId: this.uploadId };
    await persist('the abort of an upload', () => client.send(new AbortMultipartUploadCommand(upload))).catch(() => undefined);
  }
}
