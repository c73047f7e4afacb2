import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  type ListMultipartUploadsCommandOutput,
  type MultipartUpload,
} from '@aws-sdk/client-s3';
import { reservedPrefix } from '../object-key';
import type { Bucket } from './bucket';
import { listObjects } from './list-objects';
import { isAbsent, persist } from './s3-faults';

async function* openUploads({ client, name }: Bucket): AsyncGenerator<MultipartUpload> {
  let [KeyMarker, UploadIdMarker]: (string | undefined)[] = [];
  do {
    const page = new ListMultipartUploadsCommand({ Bucket: name, KeyMarker, UploadIdMarker });
    const answer: ListMultipartUploadsCommandOutput = await persist('a list of uploads', () => client.send(page));
    yield* answer.Uploads ?? [];
    [KeyMarker, UploadIdMarker] = answer.IsTruncated ? [answer.NextKeyMarker, answer.NextUploadIdMarker] : [];
  } while (KeyMarker !== undefined);
}

/** When anything last happened to an upload; null when it is gone. */
const lastActivity = async ({ client, name }: Bucket, { Key, UploadId, Initiated }: MultipartUpload): Promise<number | null> => {
  let latest = Initiated?.getTime() ?? 0;
  let PartNumberMarker: string | undefined;
  do {
    const page = new ListPartsCommand({ Bucket: name, Key, UploadId, PartNumberMarker });
    const answer = await persist('a list of parts', () =>
      client.send(page).catch((error: unknown) => {
        if (isAbsent(error)) return null;
        throw error;
      }),
    );
    if (!answer) return null;
    for (const { LastModified } of answer.Parts ?? []) latest = Math.max(latest, LastModified?.getTime() ?? 0);
    PartNumberMarker = answer.IsTruncated ? answer.NextPartNumberMarker : undefined;
  } while (PartNumberMarker !== undefined);
  return latest;
};

/** Aborts uploads and deletes waiting parts that nothing has happened to since `before` (milliseconds since 1970); answers how many. */
export const sweepBucket = async (bucket: Bucket, before: number, signal?: AbortSignal): Promise<number> => {
  const { client, name } = bucket;
  let swept = 0;
  for await (const upload of openUploads(bucket)) {
    signal?.throwIfAborted();
    if (upload.Initiated && upload.Initiated.getTime() > before) continue;
    const active = await lastActivity(bucket, upload);
    if (active === null || active > before) continue;
    const abort = new AbortMultipartUploadCommand({ Bucket: name, Key: upload.Key, UploadId: upload.UploadId });
    await persist('the abort of an upload', () =>
      client.send(abort).catch((error: unknown) => {
        if (!isAbsent(error)) throw error;
      }),
    );
    swept += 1;
  }
  for await (const { key, modifiedAt } of listObjects(bucket, reservedPrefix)) {
    signal?.throwIfAborted();
    if (modifiedAt.getTime() > before) continue;
    await persist('a deletion', () => client.send(new DeleteObjectCommand({ Bucket: name, Key: key })));
    swept += 1;
  }
  return swept;
};
