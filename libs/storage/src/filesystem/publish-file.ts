import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isAbsent } from './file-faults';

const tries = 5;

/** A rename is on the disk when its folder is. */
const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};

/** Moves a synced file to its place at or below `root`, for good: its folders are made where they are missing, and synced. */
export const publishFile = async (from: string, to: string, root: string): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await mkdir(dirname(to), { recursive: true });
      await rename(from, to);
      // Every folder up to the root: another upload may have made it and not have synced it yet.
      for (let folder = dirname(to); folder.length >= root.length; folder = dirname(folder)) await syncFolder(folder);
      return;
    } catch (error) {
      // A folder may be deleted, emptied of its last object, between its making and its use.
      if (!isAbsent(error) || attempt >= tries) throw error;
    }
  }
};
