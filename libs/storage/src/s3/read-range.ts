import { GetObjectCommand } from '@aws-sdk/client-s3';
import { Fault } from '@millrace/contracts';
import type { Bucket } from './bucket';
import { persist } from './s3-faults';

const resumptions = 20;

interface Range {
  readonly key: string;
  readonly start: number;
  /** Inclusive. */
  readonly end: number;
  /** Of the object that is meant; another under the same key is refused. */
  readonly etag?: string;
}

/**
 * The bytes of a range, asked for again from where a broken body ended.
 * @throws Fault `not-found`, `storage-unavailable`, the latter also when the object was replaced meanwhile
 */
export async function* readRange({ client, name }: Bucket, { key, start, end, etag }: Range): AsyncGenerator<Uint8Array> {
  let at = start;
  let cause: unknown;
  for (let broken = 0; at <= end; broken += 1) {
    if (broken > resumptions) throw new Fault('storage-unavailable', 'The object store broke off a read too often.', { cause });
    const part = { Bucket: name, Key: key, Range: `bytes=${at}-${end}`, IfMatch: etag };
    const { Body } = await persist('a read', () => client.send(new GetObjectCommand(part)));
    try {
      for await (const chunk of Body as AsyncIterable<Uint8Array>) {
        at += chunk.byteLength;
        yield chunk;
      }
    } catch (error) {
      cause = error;
    }
  }
}
