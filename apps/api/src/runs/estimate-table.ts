import type { Compression, FileFormat } from '@millrace/contracts';
import type { VersionSource } from '@millrace/database';
import { inspect, type TableEstimate } from '@millrace/jobs';
import type { ObjectStore } from '@millrace/storage';
import { open } from 'node:fs/promises';
import type { Services } from '../services';

export interface StoredTable {
  readonly key: string;
  readonly bytes: number;
  /** Null where only reading it can tell. */
  readonly format: FileFormat | null;
  readonly compression: Compression;
}

/** A version as its bytes lie in the store. */
export const storedTable = ({ sourceKey, bytes, format, compression }: VersionSource): StoredTable => ({
  key: sourceKey,
  bytes,
  format,
  compression: compression ?? 'none',
});

const patienceMs = 5000;

const readRange = async (store: ObjectStore, key: string, start: number, length: number): Promise<Buffer> => {
  const { stream } = await store.get(key, { start, end: start + length - 1 });
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
};

/** Bounded reads of a stored object, in place where it lies on this machine. */
const overSource = async <T>(
  store: ObjectStore,
  { key, bytes }: StoredTable,
  use: (source: { readonly bytes: number; readonly read: (start: number, length: number) => Promise<Buffer> }) => Promise<T>,
): Promise<T> => {
  const path = await store.localPath(key);
  if (path === null) return use({ bytes, read: (start, length) => readRange(store, key, start, Math.min(length, bytes - start)) });
  await using file = await open(path);
  const read = async (start: number, length: number) => {
    const buffer = Buffer.allocUnsafe(Math.min(length, bytes - start));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, start);
    return buffer.subarray(0, bytesRead);
  };
  return await use({ bytes, read });
};

/** What a stored table is thought to be; null where it cannot be told, or not in time: a factor on the file's size does then. */
export const estimateTable = async (
  { storage, logger }: Pick<Services, 'storage' | 'logger'>,
  table: StoredTable,
): Promise<TableEstimate | null> => {
  if (table.bytes === 0) return null;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => (timer = setTimeout(resolve, patienceMs, null)));
  const told = overSource(storage, table, (source) => inspect(source, table.format, table.compression)).catch((error: unknown) => {
    logger.warn({ err: error }, 'no estimate');
    return null;
  });
  try {
    return await Promise.race([told, late]);
  } finally {
    clearTimeout(timer);
  }
};
