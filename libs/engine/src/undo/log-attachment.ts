import { Fault, undoAccountSchema, type UndoAccount } from '@millrace/contracts';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import * as z from 'zod';

/** A file that travels within a change log. */
interface Part {
  readonly name: string;
  readonly path: string;
}

const partsSchema = z.array(z.object({ name: z.string(), start: z.number().int(), bytes: z.number().int() }));
const attachedSchema = z.object({ account: undoAccountSchema, parts: partsSchema });
type Attached = z.output<typeof attachedSchema>;

const parquetMagic = Buffer.from('PAR1');
const magic = Buffer.from('MRUNDO01');
const lengthBytes = 4;
const mostJson = 256 * 1024 * 1024;

const readAt = async (file: FileHandle, start: number, length: number): Promise<Buffer> => {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, start);
  return buffer.subarray(0, bytesRead);
};

/** Where the footer of a Parquet file begins; -1 for what is none. */
const footerStart = async (file: FileHandle, size: number): Promise<number> => {
  const tail = lengthBytes + parquetMagic.length;
  if (size < tail * 2) return -1;
  const end = await readAt(file, size - tail, tail);
  const start = size - tail - end.readUInt32LE(0);
  return end.subarray(lengthBytes).equals(parquetMagic) && start >= parquetMagic.length ? start : -1;
};

/**
 * Puts files into a Parquet file, between its last page and its footer, where every reader of Parquet passes over them: it finds all that
 * it reads by the offsets in the footer. One file is then all that is needed to take a cleansing back.
 */
export const attach = async (parquetPath: string, account: UndoAccount, parts: readonly Part[]): Promise<void> => {
  const { size } = await stat(parquetPath);
  const file = await open(parquetPath, 'r+');
  const placed: Attached['parts'] = [];
  try {
    let at = await footerStart(file, size);
    if (at < 0) throw new Error('the change log is no Parquet file');
    const footer = await readAt(file, at, size - at);
    for (const { name, path } of parts) {
      const { size: bytes } = await stat(path);
      await pipeline(createReadStream(path), createWriteStream(parquetPath, { flags: 'r+', start: at }));
      placed.push({ name, start: at, bytes });
      at += bytes;
    }
    const json = Buffer.from(JSON.stringify({ account, parts: placed } satisfies Attached));
    const length = Buffer.alloc(lengthBytes);
    length.writeUInt32LE(json.length);
    await file.write(Buffer.concat([json, length, magic, footer]), 0, undefined, at);
  } finally {
    await file.close();
  }
};

/** What a change log carries, and a way to take its parts out. */
export interface Attachment {
  readonly account: UndoAccount;
  readonly has: (name: string) => boolean;
  /** @throws Fault `unreadable-change-log` where there is no such part */
  readonly extract: (name: string, toPath: string) => Promise<void>;
}

const unreadable = (why: string, cause?: unknown): Fault => new Fault('unreadable-change-log', why, { cause });

const readAttached = async (path: string): Promise<Attached> => {
  const { size } = await stat(path);
  await using file = await open(path);
  const end = await footerStart(file, size);
  if (end < 0) throw unreadable('The change log is no Parquet file.');
  const tail = lengthBytes + magic.length;
  const mark = await readAt(file, Math.max(0, end - tail), tail);
  if (!mark.subarray(lengthBytes).equals(magic)) throw unreadable('The change log carries nothing by which a cleansing is taken back.');
  const length = mark.readUInt32LE(0);
  if (length > Math.min(mostJson, end - tail)) throw unreadable('The change log is cut or damaged.');
  try {
    return attachedSchema.parse(JSON.parse((await readAt(file, end - tail - length, length)).toString('utf8')));
  } catch (error) {
    throw unreadable('The change log is cut or damaged.', error);
  }
};

/** @throws Fault `unreadable-change-log` */
export const readAttachment = async (path: string): Promise<Attachment> => {
  const { account, parts } = await readAttached(path);
  const find = (name: string) => parts.find((part) => part.name === name);
  return {
    account,
    has: (name) => find(name) !== undefined,
    extract: async (name, toPath) => {
      const part = find(name);
      if (!part) throw unreadable(`The change log lacks its part "${name}".`);
      const { start, bytes } = part;
      const from = bytes === 0 ? [] : createReadStream(path, { start, end: start + bytes - 1 });
      await pipeline(from, createWriteStream(toPath));
    },
  };
};
