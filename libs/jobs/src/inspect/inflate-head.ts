import { once } from 'node:events';
import { createGunzip, createZstdDecompress } from 'node:zlib';

/** What the head of a compressed file opens to, and from how many of its bytes. */
export interface InflatedHead {
  readonly text: Buffer;
  readonly compressedBytes: number;
  /** The whole file was opened. */
  readonly isWhole: boolean;
}

/** Opens a compressed head until `maxBytes` have come out, however much it would be. Damage ends it early: what came out before counts. */
export const inflateHead = async (
  head: Buffer,
  compression: 'gzip' | 'zstd',
  fileBytes: number,
  maxBytes: number,
): Promise<InflatedHead> => {
  const stream = compression === 'gzip' ? createGunzip() : createZstdDecompress();
  const parts: Buffer[] = [];
  let [size, ended] = [0, false];
  const over = new Promise<void>((resolve) => {
    stream.on('data', (part: Buffer) => {
      parts.push(part);
      size += part.length;
      if (size >= maxBytes) resolve();
    });
    stream.once('end', () => {
      ended = true;
      resolve();
    });
    // A head ends where it was cut.
    stream.once('error', () => resolve());
  });
  const step = 64 * 1024;
  let fed = 0;
  const feed = async () => {
    for (; fed < head.length && size < maxBytes && !stream.destroyed; fed += step)
      if (!stream.write(head.subarray(fed, fed + step))) await Promise.race([once(stream, 'drain').catch(() => undefined), over]);
    if (size < maxBytes) stream.end();
  };
  await Promise.race([feed().then(() => over), over]);
  const compressedBytes = Math.min(head.length, Math.max(1, stream.bytesWritten));
  stream.destroy();
  return {
    text: Buffer.concat(parts, Math.min(size, maxBytes)),
    compressedBytes,
    isWhole: ended && head.length >= fileBytes && size <= maxBytes,
  };
};
