import type { ObjectStore } from '@millrace/storage';
import * as z from 'zod';
import { lengthFrom, storedLines } from './stored-lines';

export interface LinePage {
  readonly items: unknown[];
  /** The byte at which the next page begins; null at the end. */
  readonly nextCursor: string | null;
}

export const lineQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.coerce.number().int().nonnegative().default(0),
});

/**
 * A page of a JSON-lines object from a byte offset: only the bytes of the page are read, whatever the size of the object.
 * @throws Fault `validation-failed` for an offset at which no line begins, `content-lost` where the object is gone
 */
export const pageLines = async (storage: ObjectStore, key: string, start: number, limit: number): Promise<LinePage> => {
  const total = await lengthFrom(storage, key, start);
  const items: unknown[] = [];
  let at = start;
  for await (const { value, end } of storedLines(storage, key, start, total)) {
    items.push(value);
    at = end;
    if (items.length === limit) break;
  }
  return { items, nextCursor: at < total ? String(at) : null };
};
