import type { ObjectStore } from '@millrace/storage';

export interface LinePage {
  readonly items: unknown[];
  /** The byte at which the next page begins; null at the end. */
  readonly nextCursor: string | null;
}

const windowBytes = 1024 * 1024;

/** A page of a JSON-lines object from a byte offset: only the bytes of the page are read, whatever the size of the object. */
export const pageLines = async (storage: ObjectStore, key: string, start: number, limit: number): Promise<LinePage> => {
  const items: unknown[] = [];
  let [at, rest, readTo] = [start, Buffer.alloc(0), start];
  const total = (await storage.head(key))?.bytes ?? 0;
  while (items.length < limit && at < total) {
    const newline = rest.indexOf(10);
    if (newline < 0) {
      if (readTo >= total) break;
      const { stream, bytes } = await storage.get(key, { start: readTo, end: readTo + windowBytes - 1 });
      rest = Buffer.concat([rest, ...((await stream.toArray()) as Buffer[])]);
      readTo += bytes;
      continue;
    }
    items.push(JSON.parse(rest.subarray(0, newline).toString('utf8')));
    at += newline + 1;
    rest = rest.subarray(newline + 1);
  }
  return { items, nextCursor: at < total ? String(at) : null };
};
