import { Fault } from '@millrace/contracts';
import type { ObjectStore } from '@millrace/storage';
import type { LinePage } from '../runs/page-lines';

/** Which lines are wanted, of an object whose lines are in order of their `row`. */
export interface LineFilter {
  readonly rows: { readonly from: number; readonly to: number };
  readonly matches: (line: Record<string, unknown>) => boolean;
}

const windowBytes = 1024 * 1024;
const probeBytes = 64 * 1024;
/** What one request looks through; the next page goes on from there. */
const mostBytes = 8 * windowBytes;
const newline = 10;

const read = async (storage: ObjectStore, key: string, start: number, end: number): Promise<Buffer> => {
  const { stream } = await storage.get(key, { start, end });
  return Buffer.concat((await stream.toArray()) as Buffer[]);
};

/** The line that begins at an offset, and where it ends; null behind the last. */
const lineAt = async (storage: ObjectStore, key: string, start: number, total: number): Promise<{ row: number; end: number } | null> => {
  let bytes = Buffer.alloc(0);
  while (start + bytes.length < total) {
    const from = start + bytes.length;
    bytes = Buffer.concat([bytes, await read(storage, key, from, Math.min(total, from + probeBytes) - 1)]);
    const end = bytes.indexOf(newline);
    if (end >= 0) return { row: (JSON.parse(bytes.subarray(0, end).toString('utf8')) as { row: number }).row, end: start + end + 1 };
  }
  return null;
};

/** Where the first line begins that starts at or behind an offset. */
const nextStart = async (storage: ObjectStore, key: string, offset: number, total: number): Promise<number> => {
  if (offset === 0) return 0;
  for (let at = offset - 1; at < total; at += probeBytes) {
    const found = (await read(storage, key, at, Math.min(total, at + probeBytes) - 1)).indexOf(newline);
    if (found >= 0) return at + found + 1;
  }
  return total;
};

/** Where the first line of a row, or of a later one, begins: by halving, a few reads whatever the object's size. */
const startOfRow = async (storage: ObjectStore, key: string, row: number, total: number): Promise<number> => {
  // Every line that begins before `low` is of an earlier row; the first line at or behind `high` is not.
  let [low, high] = [0, total];
  while (low < high) {
    const start = await nextStart(storage, key, Math.floor((low + high) / 2), total);
    const line = start < high ? await lineAt(storage, key, start, total) : null;
    if (line !== null && line.row < row) low = line.end;
    else high = Math.floor((low + high) / 2);
  }
  return nextStart(storage, key, low, total);
};

/**
 * A page of those lines of a JSON-lines object that a filter wants, from a byte offset. It looks through 8 MB at most, so that a page may have
 * fewer lines than the limit, or none, and still be followed by another.
 * @throws Fault `validation-failed` for an offset at which no line begins, `content-lost` where the object is gone
 */
export const filterLines = async (
  storage: ObjectStore,
  key: string,
  { cursor, limit }: { readonly cursor: number; readonly limit: number },
  { rows, matches }: LineFilter,
): Promise<LinePage> => {
  const found = await storage.head(key);
  if (!found) throw new Fault('content-lost', 'The stored result is no longer in the object store.');
  const total = found.bytes;
  if (cursor > total || (await nextStart(storage, key, cursor, total)) !== cursor)
    throw new Fault('validation-failed', 'The cursor is not one that a page has given.');
  const begin = rows.from > 0 ? Math.max(cursor, await startOfRow(storage, key, rows.from, total)) : cursor;
  const items: unknown[] = [];
  let [at, rest, readTo] = [begin, Buffer.alloc(0), begin];
  while (at < total && items.length < limit && at - begin < mostBytes) {
    const end = rest.indexOf(newline);
    if (end < 0) {
      if (readTo >= total) break;
      rest = Buffer.concat([rest, await read(storage, key, readTo, Math.min(total, readTo + windowBytes) - 1)]);
      readTo = Math.min(total, readTo + windowBytes);
      continue;
    }
    const line = JSON.parse(rest.subarray(0, end).toString('utf8')) as Record<string, unknown>;
    if (Number(line['row']) > rows.to) return { items, nextCursor: null };
    if (matches(line)) items.push(line);
    at += end + 1;
    rest = rest.subarray(end + 1);
  }
  return { items, nextCursor: at < total ? String(at) : null };
};
