import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
  type CompletedPart,
} from '@aws-sdk/client-s3';
import { YoungMemory } from '@millrace/platform';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BufferPool } from '../buffer-pool';
import { Digest } from '../digesting';
import type { PutOptions, Stored } from '../object-store';
import type { Bucket } from './bucket';
import { PartBuffer } from './part-buffer';
import { isAbsent, persist } from './s3-faults';
import { sendContent } from './send-content';

/** Ceph answers so while an earlier try, whose answer was lost, is still at work. */
const isUnderWay = (error: unknown): boolean => error instanceof Error && /already in progress/i.test(error.message);
const underWayMs = 2000;

/** Metadata that tells whose object is under a key, where the answer to the end of an upload was lost. */
const markName = 'millrace-upload';

/** Of all uploads of the process. */
const young = new YoungMemory();

interface Target {
  readonly bucket: Bucket;
  readonly key: string;
  readonly pool: BufferPool;
}

/**
 * Streams a source into one object, one part in flight an upload. A part is kept whole while it is sent, so that it can be
 * sent again; what does not fill one part is a single put.
 */
export class MultipartUpload {
  private readonly digest = new Digest();
  private readonly parts: CompletedPart[] = [];
  private readonly part: PartBuffer;
  private readonly mark = randomUUID();
  private uploadId: string | undefined;

  constructor(
    private readonly target: Target,
    private readonly options: PutOptions,
  ) {
    this.part = new PartBuffer(target.bucket, target.pool, options.signal);
  }

  async run(source: AsyncIterable<Uint8Array>): Promise<Stored> {
    try {
      for await (const chunk of source) {
        this.options.signal?.throwIfAborted();
        this.digest.update(chunk);
        for (let at = 0; at < chunk.byteLength;) {
          at += await this.part.append(chunk.subarray(at));
          if (this.part.isFull) await this.sendPart();
        }
        young.passed(chunk.byteLength);
      }
      this.options.signal?.throwIfAborted();
      if (this.uploadId === undefined) return await this.putWhole();
      if (!this.part.isEmpty) await this.sendPart();
      return await this.complete(this.uploadId);
    } catch (error) {
      await this.abort();
      throw error;
    } finally {
      await this.part.close();
    }
  }

  private async putWhole(): Promise<Stored> {
    const { key, bucket } = this.target;
    const { signal, contentType } = this.options;
    const object = { Bucket: bucket.name, Key: key, ContentType: contentType };
    await this.part.send((content) =>
      sendContent(bucket, 'a put', content, (body) => new PutObjectCommand({ ...object, ...body }), signal),
    );
    return this.digest.result();
  }

  private async sendPart(): Promise<void> {
    const { key, bucket } = this.target;
    const { signal } = this.options;
    this.uploadId ??= await this.begin();
    const PartNumber = this.parts.length + 1;
    const part = { Bucket: bucket.name, Key: key, UploadId: this.uploadId, PartNumber };
    const ETag = await this.part.send((content) =>
      sendContent(bucket, `part ${PartNumber}`, content, (body) => new UploadPartCommand({ ...part, ...body }), signal),
    );
    this.parts.push({ ETag, PartNumber });
  }

  private async begin(): Promise<string | undefined> {
    const { key, bucket } = this.target;
    const { signal, contentType } = this.options;
    const Metadata = { [markName]: this.mark };
    const upload = new CreateMultipartUploadCommand({ Bucket: bucket.name, Key: key, ContentType: contentType, Metadata });
    return (await persist('the start of an upload', () => bucket.client.send(upload, { abortSignal: signal }), signal)).UploadId;
  }

  private async complete(uploadId: string): Promise<Stored> {
    const { key, bucket } = this.target;
    const { signal } = this.options;
    const upload = { Bucket: bucket.name, Key: key, UploadId: uploadId, MultipartUpload: { Parts: this.parts } };
    let tries = 0;
    await persist('the end of an upload', async () => {
      tries += 1;
      try {
        await bucket.client.send(new CompleteMultipartUploadCommand(upload));
      } catch (error) {
        if (isUnderWay(error)) await sleep(underWayMs, undefined, { signal });
        if (!(isAbsent(error) || isUnderWay(error))) throw error;
        const stored = await this.storedMark();
        if (stored === this.mark) return;
        // An upload that an earlier try ended is gone; another put may have replaced its object since.
        if (!isAbsent(error) || tries === 1 || stored === undefined) throw error;
      }
    });
    return this.digest.result();
  }

  /** The mark of the object under the key, empty for one without; undefined where there is none. */
  private async storedMark(): Promise<string | undefined> {
    const { key, bucket } = this.target;
    try {
      const head = await bucket.client.send(new HeadObjectCommand({ Bucket: bucket.name, Key: key }));
      return head.Metadata?.[markName] ?? '';
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error;
    }
  }

  private async abort(): Promise<void> {
    if (this.uploadId === undefined) return;
    const { key, bucket } = this.target;
    const upload = { Bucket: bucket.name, Key: key, UploadId: this.uploadId };
    await persist('the abort of an upload', () => bucket.client.send(new AbortMultipartUploadCommand(upload))).catch(() => undefined);
  }
}
