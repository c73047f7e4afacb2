import { attemptPrefix, type ClaimedJob, type JobOutcome, type NewArtefact } from '@millrace/database';
import type { ObjectStore } from '@millrace/storage';
import { createReadStream } from 'node:fs';
import type { ChildRequest, ChildResult, ResultFile } from '../child/protocol';

type Published = Pick<JobOutcome, 'artefacts' | 'workingCopy'>;

/** Raised when the engine writes working copies in another way, so that old ones are left alone. */
const workingFormat = 2;

/** Bytes of one read: a working copy has many megabytes, and each read costs a turn through the thread pool. */
const highWaterMark = 1 << 20;

const workingKeyOf = ({ tenantId, versionId }: ClaimedJob): string =>
  `tenants/${tenantId}/versions/${versionId}/working-${workingFormat}.parquet`;

/**
 * Puts the files of a result into the store: outputs under keys of this attempt alone, the working copy under its version's, where
 * every attempt would put the same. Waits for all of them even when one fails, so that nothing is written after the job was given up.
 */
export const stageOut = async (
  store: ObjectStore,
  job: ClaimedJob,
  { files, workingCopy }: ChildResult,
  made: ChildRequest['workingCopy'],
  signal: AbortSignal,
): Promise<Published> => {
  const putArtefact = async ({ kind, path, fileName, mediaType }: ResultFile): Promise<NewArtefact> => {
    const objectKey = `${attemptPrefix(job)}${fileName}`;
    const stored = await store.put(objectKey, createReadStream(path, { highWaterMark }), { contentType: mediaType, signal });
    return { kind, fileName, mediaType, objectKey, ...stored };
  };
  const putWorkingCopy = async (): Promise<JobOutcome['workingCopy']> => {
    if (workingCopy === null) return undefined;
    const objectKey = workingKeyOf(job);
    await store.put(objectKey, createReadStream(made.path, { highWaterMark }), { signal });
    return { objectKey, ...workingCopy };
  };
  const [kept, ...artefacts] = await Promise.allSettled([putWorkingCopy(), ...files.map(putArtefact)]);
  return { workingCopy: settled(kept), artefacts: artefacts.map(settled) };
};

const settled = <T>(result: PromiseSettledResult<T>): T => {
  if (result.status === 'rejected') throw result.reason;
  return result.value;
};
