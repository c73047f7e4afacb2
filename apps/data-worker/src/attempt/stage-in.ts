import type { VersionSource } from '@millrace/database';
import { Fault } from '@millrace/contracts';
import type { ObjectStore } from '@millrace/storage';
import { join } from 'node:path';
import type { ChildRequest } from '../child/protocol';

type Staged = Pick<ChildRequest, 'source' | 'workingCopy'>;

/** Read in place where the store lies on this machine, else copied into the scratch folder. */
const bring = async (store: ObjectStore, key: string, path: string): Promise<string> => {
  const local = await store.localPath(key);
  if (local !== null) return local;
  await store.getToFile(key, path);
  return path;
};

const isAbsent = (error: unknown): null => {
  if (error instanceof Fault && error.code === 'not-found') return null;
  throw error;
};

/** Brings a job what it reads: the working copy where an earlier job made one, else the source to make it from. */
export const stageIn = async (store: ObjectStore, version: VersionSource, scratch: string): Promise<Staged> => {
  if (version.workingKey !== null) {
    const path = await bring(store, version.workingKey, join(scratch, 'working.parquet')).catch(isAbsent);
    if (path !== null) return { source: null, workingCopy: { path, ingest: version.ingest } };
  }
  const path = await bring(store, version.sourceKey, join(scratch, 'source'));
  return { source: { path, readOptions: version.readOptions }, workingCopy: { path: join(scratch, 'made.parquet'), ingest: null } };
};
