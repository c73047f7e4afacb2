import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { Listed } from '../object-store';
import type { Bucket } from './bucket';
import { persist } from './s3-faults';

/** Everything in the bucket whose key starts with `prefix`. */
export async function* listObjects({ client, name }: Bucket, prefix: string): AsyncGenerator<Listed> {
  let ContinuationToken: string | undefined;
  do {
    const page = new ListObjectsV2Command({ Bucket: name, Prefix: prefix, ContinuationToken });
    const { Contents, NextContinuationToken } = await persist('a listing', () => client.send(page));
    for (const { Key, Size, LastModified } of Contents ?? [])
      if (Key !== undefined) yield { key: Key, bytes: Size ?? 0, modifiedAt: LastModified ?? new Date(0) };
    ContinuationToken = NextContinuationToken;
  } while (ContinuationToken !== undefined);
}
