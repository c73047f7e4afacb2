import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';

const blockBytes = 256 * 1024;

const block = (): Buffer => {
  let text = '';
  for (let row = 0; text.length < blockBytes; row += 1)
    text += `${row},customer ${(row * 7919) % 10_007},${(row * 31) % 997}.${row % 100},2026-0${(row % 9) + 1}-1${row % 10}\n`;
  return Buffer.from(text.slice(0, text.lastIndexOf('\n') + 1));
};
const shared = block();

/** A CSV file of about `megabytes` that differs from every other `at` in its first row; nothing of it is held. */
export const uploadSource = (at: number, megabytes: number): { bytes: number; chunks: () => Generator<Buffer>; stream: () => Readable } => {
  const head = Buffer.from(`id,name,amount,day\n${at},the first row of upload ${at},0,2026-01-01\n`);
  const blocks = Math.ceil((megabytes * 1024 * 1024) / shared.length);
  const chunks = function* () {
    yield head;
    for (let block = 0; block < blocks; block += 1) yield shared;
  };
  return { bytes: head.length + blocks * shared.length, chunks, stream: () => Readable.from(chunks(), { objectMode: false }) };
};

export const sha256Of = (chunks: Iterable<Buffer>): string => {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
};
