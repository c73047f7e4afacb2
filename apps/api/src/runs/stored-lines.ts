import { Fault } from '@millrace/contracts';
import type { ObjectStore } from '@millrace/storage';

export const windowBytes = 1024 * 1024;
const newline = 10;

/** The bytes of an object from one place to another, both counted. */
export const readBytes = async (storage: ObjectStore, key: string, start: number, end: number): Promise<Buffer> => {
  const { stream } = await storage.get(key, { start, end });
  return Buffer.concat((await stream.toArray()) as Buffer[]);
};

/**
 * The bytes of an object of JSON lines that is to be read from a cursor on.
 * @throws Fault `validation-failed` for a cursor at which no line begins, `content-lost` where the object is gone
 */
export const lengthFrom = async (storage: ObjectStore, key: string, cursor: number): Promise<number> => {
  const found = await storage.head(key);
  // An object without lines is there and empty: one that is not there says nothing about what changed.
  if (!found) throw new Fault('content-lost', 'The stored result is no longer in the object store.');
  if (cursor > found.bytes || (cursor > 0 && (await readBytes(storage, key, cursor - 1, cursor - 1))[0] !== newline))
    throw new Fault('validation-failed', 'The cursor is not one that a page has given.');
  return found.bytes;
};

export interface StoredLine {
  readonly value: unknown;
  /** The byte at which the next line begins. */
  readonly end: number;
}

/**
 * Lines from a byte at which one begins; of the object no more is read than is asked for.
 * @param total bytes of the object @param window bytes of one read
 */
export async function* storedLines(
  storage: ObjectStore,
  key: string,
  start: number,
  total: number,
  window = windowBytes,
): AsyncGenerator<StoredLine> {
  let [at, rest, readTo] = [start, Buffer.alloc(0), start];
  while (at < total) {
    const end = rest.indexOf(newline);
    const isLast = end < 0 && readTo >= total;
    if (end < 0 && !isLast) {
      const to = Math.min(total, readTo + window);
      rest = Buffer.concat([rest, await readBytes(storage, key, readTo, to - 1)]);
      readTo = to;
      continue;
    }
    const line = isLast ? rest : rest.subarray(0, end);
    at += line.length + 1;
    rest = rest.subarray(line.length + 1);
    yield { value: JSON.parse(line.toString('utf8')), end: at };
  }
}
