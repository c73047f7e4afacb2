import { Fault } from '@millrace/contracts';
import type { StoredArtefact } from '@millrace/database';
import type { ObjectStore } from '@millrace/storage';

/** A key of 32 hexadecimal digits and the end of its line. */
const lineBytes = 33;
const atOnce = 16;

/**
 * The keys by which rows of a match run are known again in other versions. Of the stored list only their lines are read.
 * @throws Fault `validation-failed` for a row that the run's version does not have
 */
export const readRecordKeys = async (
  storage: ObjectStore,
  { objectKey, bytes }: Pick<StoredArtefact, 'objectKey' | 'bytes'>,
  rows: Iterable<number>,
): Promise<Map<number, string>> => {
  const wanted = [...new Set(rows)];
  const count = Math.floor(bytes / lineBytes);
  const absent = wanted.find((row) => row >= count);
  if (absent !== undefined) throw new Fault('validation-failed', `decisions: there is no row ${absent}; the version has ${count} rows, counted from 0.`); // prettier-ignore
  const keys = new Map<number, string>();
  for (let at = 0; at < wanted.length; at += atOnce)
    await Promise.all(
      wanted.slice(at, at + atOnce).map(async (row) => {
        const { stream } = await storage.get(objectKey, { start: row * lineBytes, end: (row + 1) * lineBytes - 2 });
        keys.set(row, Buffer.concat((await stream.toArray()) as Buffer[]).toString('ascii'));
      }),
    );
  return keys;
};
