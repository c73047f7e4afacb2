import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { s3Bucket, s3Credentials, s3Endpoint } from '../../../test/support/s3-address';
import { BufferPool } from '../src/buffer-pool';
import { S3Store } from '../src/s3/s3-store';
import { mebibyte } from './sources';

export { s3Endpoint };

/** Over the S3 server that the tests are given. */
export const openS3 = ({ endpoint = s3Endpoint(), pool = new BufferPool(32 * mebibyte), bucket = s3Bucket() } = {}): S3Store =>
  new S3Store(
    {
      bucket,
      endpoint,
      ...s3Credentials(),
    },
    pool,
  );

/** What the process that puts is told: a folder, or a bucket of the S3 server. */
export interface Orders {
  readonly store: { readonly folder: string } | { readonly bucket: string };
  readonly poolBytes: number;
  readonly puts: readonly { readonly key: string; readonly bytes: number }[];
  /** Bytes after which each source stops for ever. */
  readonly stallAfter?: number;
}

/** A process that puts generated objects all at once. It prints `ready`, waits for a line, then prints one JSON object. */
export const startPutting = (orders: Orders): ChildProcess =>
  spawn(
    process.execPath,
    ['--max-semi-space-size=1', '-r', join(__dirname, 'transpile.cjs'), join(__dirname, 'putting-process.ts'), JSON.stringify(orders)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
