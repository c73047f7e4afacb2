import { Fault } from '@millrace/contracts';
import type { ObjectStore } from '@millrace/storage';

export interface LinePage {
  readonly items: unknown[];
  /** The byte at which the next page begins; null at the end. */
  readonly nextCursor: string | null;
}

const windowBytes = 1024 * 1024;
const newline = 10;

const read = async (storage: ObjectStore, key: string, start: number, end: number): Promise<Buffer> => {
  const { stream } = await storage.get(key, { start, end });
  return Buffer.concat((await stream.toArray()) as Buffer[]);
};

/**
 * A page of a JSON-lines object from a byte offset: only the bytes of the page are read, whatever the size of the object.
 * @throws Fault `validation-failed` for an offset at which no line begins, `content-lost` where the object is gone
 */
export const pageLines = async (storage: ObjectStore, key: string, start: number, limit: number): Promise<LinePage> => {
  const found = await storage.head(key);
  // An object without lines is there and empty: one that is not there says nothing about what changed.
  if (!found) throw new Fault('content-lost', 'The stored result is no longer in the object store.');
  const total = found.bytes;
  if (start > total || (start > 0 && (await read(storage, key, start - 1, start - 1))[0] !== newline))
    throw new Fault('validation-failed', 'The cursor is not one that a page has given.');
  const items: unknown[] = [];
  let [at, rest, readTo] = [start, Buffer.alloc(0), start];
  while (items.length < limit && at < total) {
    const end = rest.indexOf(newline);
    const isLast = end < 0 && readTo >= total;
    if (end < 0 && !isLast) {
      rest = Buffer.concat([rest, await read(storage, key, readTo, readTo + windowBytes - 1)]);
      readTo = Math.min(total, readTo + windowBytes);
      continue;
    }
    const line = isLast ? rest : rest.subarray(0, end);
    items.push(JSON.parse(line.toString('utf8')));
    at += line.length + 1;
    rest = rest.subarray(line.length + 1);
  }
  return { items, nextCursor: at < total ? String(at) : null };
};
