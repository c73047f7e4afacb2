import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { Fault } from '@millrace/contracts';
import { createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BufferPool } from '../buffer-pool';
import { assertDeletablePrefix, assertKey, reservedPrefix } from '../object-key';
import type { ByteRange, Fetched, Listed, ObjectStore, PutOptions, Stored } from '../object-store';
import type { Bucket } from './bucket';
import { listObjects } from './list-objects';
import { MultipartUpload } from './multipart-upload';
import { readRange } from './read-range';
import { isAbsent, persist } from './s3-faults';
import { sweepBucket } from './s3-sweep';
import { Slots } from './slots';

export interface S3Options {
  readonly bucket: string;
  readonly region: string;
  readonly endpoint?: string;
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly forcePathStyle?: boolean;
}

const ignore = (): void => undefined;

/** Enough to fill a network; more would only take memory. */
const bodiesAtOnce = 16;

/** Objects in a bucket of any server that speaks the S3 protocol. The bucket is Millrace's own: its sweep ends whatever upload is left open in it. */
export class S3Store implements ObjectStore {
  private readonly bucket: Bucket;

  constructor(
    options: S3Options,
    private readonly pool: BufferPool,
  ) {
    const client = new S3Client({
      region: options.region,
      endpoint: options.endpoint,
      // A path-style address works on every server that is reached by a name or address of its own.
      forcePathStyle: options.forcePathStyle === true || options.endpoint !== undefined,
      credentials:
        options.accessKeyId && options.secretAccessKey
          ? { accessKeyId: options.accessKeyId, secretAccessKey: options.secretAccessKey }
          : undefined,
      // Older servers refuse trailing checksums, and a presigned URL would carry that of an empty body.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      // Retries are ours alone: two layers of them multiply.
      maxAttempts: 1,
      // It warns of every streamed body that fails, since it cannot send that again; we can.
      logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
      requestHandler: {
        connectionTimeout: 5000,
        requestTimeout: 60_000,
        socketTimeout: 60_000,
        // A body may be read from the store while it is sent, and slow readers keep their sockets: with too few all would wait.
        httpAgent: { keepAlive: true, maxSockets: Infinity },
        httpsAgent: { keepAlive: true, maxSockets: Infinity },
      },
    });
    this.bucket = { client, name: options.bucket, sending: new Slots(bodiesAtOnce) };
  }

  async put(key: string, source: AsyncIterable<Uint8Array>, options: PutOptions = {}): Promise<Stored> {
    assertKey(key);
    return new MultipartUpload({ bucket: this.bucket, key, pool: this.pool }, options).run(source);
  }

  async get(key: string, range?: ByteRange): Promise<Fetched> {
    const found = await this.look(key);
    if (!found) throw new Fault('not-found', 'The object is not in the store.');
    const { bytes: totalBytes, etag } = found;
    const start = range?.start ?? 0;
    const end = Math.min(range?.end ?? totalBytes - 1, totalBytes - 1);
    const stream = Readable.from(end < start ? [] : readRange(this.bucket, { key, start, end, etag }), { objectMode: false });
    return { stream, bytes: Math.max(0, end - start + 1), totalBytes };
  }

  async getToFile(key: string, path: string): Promise<void> {
    const { stream, bytes } = await this.get(key);
    try {
      await pipeline(stream, createWriteStream(path));
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
    if ((await stat(path)).size !== bytes) throw new Fault('storage-unavailable', 'The object store sent fewer bytes than it holds.');
  }

  localPath(): Promise<null> {
    return Promise.resolve(null);
  }

  async head(key: string): Promise<{ bytes: number } | null> {
    const found = await this.look(key);
    return found && { bytes: found.bytes };
  }

  async delete(key: string): Promise<void> {
    assertKey(key);
    const { client, name } = this.bucket;
    await persist('a deletion', () => client.send(new DeleteObjectCommand({ Bucket: name, Key: key })));
  }

  async deletePrefix(prefix: string): Promise<number> {
    assertDeletablePrefix(prefix);
    let deleted = 0;
    for await (const { key } of this.list(prefix)) {
      await this.delete(key);
      deleted += 1;
    }
    return deleted;
  }

  async *list(prefix: string): AsyncIterable<Listed> {
    for await (const listed of listObjects(this.bucket, prefix)) if (!listed.key.startsWith(reservedPrefix)) yield listed;
  }

  sweep(olderThanMs: number, signal?: AbortSignal): Promise<number> {
    return sweepBucket(this.bucket, Date.now() - olderThanMs, signal);
  }

  presign(key: string, { fileName, expiresSeconds }: { fileName: string; expiresSeconds: number }): Promise<string> {
    const { client, name } = this.bucket;
    const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`;
    return getSignedUrl(client, new GetObjectCommand({ Bucket: name, Key: key, ResponseContentDisposition: disposition }), {
      expiresIn: expiresSeconds,
    });
  }

  async check(): Promise<void> {
    if (!(await this.hasBucket())) await persist('a new bucket', () => this.createBucket());
  }

  /** The answer to a look says no more than that something is absent; it may be the bucket. */
  private async look(key: string): Promise<{ bytes: number; etag: string | undefined } | null> {
    assertKey(key);
    const { client, name } = this.bucket;
    try {
      const { ContentLength, ETag } = await persist('a look', () => client.send(new HeadObjectCommand({ Bucket: name, Key: key })));
      return { bytes: ContentLength ?? 0, etag: ETag };
    } catch (error) {
      if (!(error instanceof Fault && error.code === 'not-found')) throw error;
      if (!(await this.hasBucket())) throw new Fault('storage-unavailable', 'The bucket of the object store is gone.', { cause: error });
      return null;
    }
  }

  private hasBucket(): Promise<boolean> {
    const { client, name } = this.bucket;
    return persist('a look at the bucket', async () => {
      try {
        await client.send(new HeadBucketCommand({ Bucket: name }));
        return true;
      } catch (error) {
        if (isAbsent(error)) return false;
        throw error;
      }
    });
  }

  /** Another process, or an earlier try whose answer was lost, may have made it. */
  private async createBucket(): Promise<void> {
    const { client, name } = this.bucket;
    try {
      await client.send(new CreateBucketCommand({ Bucket: name }));
    } catch (error) {
      if (!(error instanceof Error && /^BucketAlready/.test(error.name))) throw error;
    }
  }
}
