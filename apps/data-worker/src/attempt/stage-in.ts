import type { VersionSource } from '@millrace/database';
import { Fault } from '@millrace/contracts';
import type { ObjectStore } from '@millrace/storage';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChildRequest, Staged } from '../child/protocol';

/** Read in place where the store lies on this machine, else copied into the scratch folder. */
const bring = async (store: ObjectStore, key: string, path: string): Promise<string> => {
  const local = await store.localPath(key);
  if (local !== null) return local;
  await store.getToFile(key, path);
  return path;
};

/** Brings what a cleansing has left. @param folder that is there */
export const stageCleansing = async (
  store: ObjectStore,
  { cleansedKey, changeLogKey }: { readonly cleansedKey: string; readonly changeLogKey: string },
  folder: string,
): Promise<NonNullable<ChildRequest['cleansing']>> => ({
  cleansedPath: await bring(store, cleansedKey, join(folder, 'cleansed')),
  changesPath: await bring(store, changeLogKey, join(folder, 'changes.parquet')),
});

/** Brings the groups of rows that a match has left. @param folder that is there */
export const stageClusters = (store: ObjectStore, { clustersKey }: { readonly clustersKey: string }, folder: string): Promise<string> =>
  bring(store, clustersKey, join(folder, 'clusters.ndjson'));

const isAbsent = (error: unknown): null => {
  if (error instanceof Fault && error.code === 'not-found') return null;
  throw error;
};

/**
 * Brings a job what it reads of a version: the working copy where an earlier job made one, else the source to make it from.
 * With `withSource` the source too, where it is still there.
 * @param folder made where it is not there
 */
export const stageIn = async (
  store: ObjectStore,
  version: VersionSource,
  folder: string,
  { withProfile = false, withSource = false }: { readonly withProfile?: boolean; readonly withSource?: boolean } = {},
): Promise<Staged> => {
  await mkdir(folder, { recursive: true });
  const { workingKey, profileKey, sourceKey, readOptions, fileName: datasetName } = version;
  const profilePath =
    withProfile && profileKey !== null ? await bring(store, profileKey, join(folder, 'profile.json')).catch(isAbsent) : null;
  if (workingKey !== null) {
    const path = await bring(store, workingKey, join(folder, 'working.parquet')).catch(isAbsent);
    const sourcePath = withSource && path !== null ? await bring(store, sourceKey, join(folder, 'source')).catch(isAbsent) : null;
    const source = sourcePath === null ? null : { path: sourcePath, readOptions };
    if (path !== null) return { datasetName, profilePath, source, workingCopy: { path, ingest: version.ingest } };
  }
  const path = await bring(store, sourceKey, join(folder, 'source'));
  return { datasetName, profilePath, source: { path, readOptions }, workingCopy: { path: join(folder, 'made.parquet'), ingest: null } };
};
