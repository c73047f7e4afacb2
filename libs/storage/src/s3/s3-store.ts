import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { Fault } from '@millrace/contracts';
import { createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BufferPool } from '../buffer-pool';
import { assertKey } from '../object-key';
import type { ByteRange, Fetched, Listed, ObjectStore, PutOptions, Stored } from '../object-store';
import { MultipartUpload } from './multipart-upload';
import { isAbsent, persist } from './s3-faults';

export interface S3Options {
  readonly bucket: string;
  readonly region: string;
  readonly endpoint?: string;
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly forcePathStyle?: boolean;
}

const resumptions = 20;

/** Objects in a bucket of any server that speaks the S3 protocol. */
export class S3Store implements ObjectStore {
  private readonly client: S3Client;
  private readonly bucket: string;

  constructor(
    options: S3Options,
    private readonly pool: BufferPool,
  ) {
    this.bucket = options.bucket;
    this.client = new S3Client({
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
      requestHandler: { connectionTimeout: 5000, requestTimeout: 60_000, socketTimeout: 60_000 },
    });
  }

  put(key: string, source: AsyncIterable<Uint8Array>, options: PutOptions = {}): Promise<Stored> {
    assertKey(key);
    return new MultipartUpload({ client: this.client, bucket: this.bucket, key, pool: this.pool }, options).run(source);
  }

  async get(key: string, range?: ByteRange): Promise<Fetched> {
    assertKey(key);
    const totalBytes = (await this.head(key))?.bytes;
    if (totalBytes === undefined) throw new Fault('not-found', 'The object is not in the store.');
    const start = range?.start ?? 0;
    const end = Math.min(range?.end ?? totalBytes - 1, totalBytes - 1);
    const stream = Readable.from(end < start ? [] : this.resuming(key, start, end), { objectMode: false });
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
    assertKey(key);
    try {
      const { ContentLength } = await persist('a look', () => this.client.send(new HeadObjectCommand({ Bucket: this.bucket, Key: key })));
      return { bytes: ContentLength ?? 0 };
    } catch (error) {
      if (isAbsent(error)) return null;
      throw error;
    }
  }

  async delete(key: string): Promise<void> {
    assertKey(key);
    await persist('a deletion', () => this.client.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: key })));
  }

  async deletePrefix(prefix: string): Promise<number> {
    let deleted = 0;
    for await (const { key } of this.list(prefix)) {
      await this.delete(key);
      deleted += 1;
    }
    return deleted;
  }

  async *list(prefix: string): AsyncIterable<Listed> {
    let ContinuationToken: string | undefined;
    do {
      const page = { Bucket: this.bucket, Prefix: prefix, ContinuationToken };
      const { Contents, NextContinuationToken } = await persist('a listing', () => this.client.send(new ListObjectsV2Command(page)));
      for (const { Key, Size, LastModified } of Contents ?? [])
        if (Key !== undefined) yield { key: Key, bytes: Size ?? 0, modifiedAt: LastModified ?? new Date(0) };
      ContinuationToken = NextContinuationToken;
    } while (ContinuationToken !== undefined);
  }

  presign(key: string, { fileName, expiresSeconds }: { fileName: string; expiresSeconds: number }): Promise<string> {
    const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`;
    return getSignedUrl(this.client, new GetObjectCommand({ Bucket: this.bucket, Key: key, ResponseContentDisposition: disposition }), {
      expiresIn: expiresSeconds,
    });
  }

  async check(): Promise<void> {
    try {
      await persist('a look at the bucket', () => this.client.send(new HeadBucketCommand({ Bucket: this.bucket })));
    } catch (error) {
      if (!isAbsent(error)) throw error;
      await persist('a new bucket', () => this.createBucket());
    }
  }

  /** Another process, or an earlier try whose answer was lost, may have made it. */
  private async createBucket(): Promise<void> {
    try {
      await this.client.send(new CreateBucketCommand({ Bucket: this.bucket }));
    } catch (error) {
      if (!(error instanceof Error && /^BucketAlready/.test(error.name))) throw error;
    }
  }

  /** The bytes from `start` to `end`, asked for again from where a broken body ended. */
  private async *resuming(key: string, start: number, end: number): AsyncGenerator<Uint8Array> {
    let at = start;
    for (let broken = 0; at <= end; broken += 1) {
      const { Body } = await persist('a read', () =>
        this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key: key, Range: `bytes=${at}-${end}` })),
      );
      try {
        for await (const chunk of Body as Readable as AsyncIterable<Uint8Array>) {
          at += chunk.byteLength;
          yield chunk;
        }
      } catch (error) {
        if (broken >= resumptions) throw new Fault('storage-unavailable', 'The object store broke off a read too often.', { cause: error });
      }
      if (at <= end && broken >= resumptions) throw new Fault('storage-unavailable', 'The object store broke off a read too often.');
    }
  }
}
