import type { ObjectStore } from '@millrace/storage';
import type { LinePage } from '../runs/page-lines';
import { lengthFrom, readBytes, storedLines, windowBytes } from '../runs/stored-lines';

/** Which lines are wanted, of an object whose lines are in order of their `row`. */
export interface LineFilter {
  readonly rows: { readonly from: number; readonly to: number };
  readonly matches: (line: Record<string, unknown>) => boolean;
}

const probeBytes = 64 * 1024;
/** What one request looks through; the next page goes on from there. */
const mostBytes = 8 * windowBytes;
const newline = 10;

/** The line that begins at an offset, and where it ends; null behind the last. */
const lineAt = async (storage: ObjectStore, key: string, start: number, total: number): Promise<{ row: number; end: number } | null> => {
  for await (const { value, end } of storedLines(storage, key, start, total, probeBytes))
    return { row: (value as { row: number }).row, end };
  return null;
};

/** Where the first line begins that starts at or behind an offset. */
const nextStart = async (storage: ObjectStore, key: string, offset: number, total: number): Promise<number> => {
  if (offset === 0) return 0;
  for (let at = offset - 1; at < total; at += probeBytes) {
    const found = (await readBytes(storage, key, at, Math.min(total, at + probeBytes) - 1)).indexOf(newline);
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
  const total = await lengthFrom(storage, key, cursor);
  const begin = rows.from > 0 ? Math.max(cursor, await startOfRow(storage, key, rows.from, total)) : cursor;
  const items: unknown[] = [];
  let at = begin;
  for await (const { value, end } of storedLines(storage, key, begin, total)) {
    const line = value as Record<string, unknown>;
    if (Number(line['row']) > rows.to) return { items, nextCursor: null };
    if (matches(line)) items.push(line);
    at = end;
    if (items.length === limit || at - begin >= mostBytes) break;
  }
  return { items, nextCursor: at < total ? String(at) : null };
};
