import { Fault, type Compression } from '@millrace/contracts';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, Transform, type Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { FileSink } from './file-sink';
import type { IngestLimits } from './limits';

const chunkBytes = 1 << 20;
const bombCheckFrom = 64 * 1024 * 1024;

/** The first bytes of a file, at most `bytes`. */
export const readHead = async (path: string, bytes: number): Promise<Buffer> => {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
};

/** Every chunk is valid until the next one is asked for: one buffer serves them all. */
async function* plainBytes(path: string): AsyncGenerator<Buffer> {
  const file = await open(path);
  const buffer = Buffer.allocUnsafeSlow(chunkBytes);
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, chunkBytes, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

const decompressed = (path: string, compression: 'gzip' | 'zstd', compressedBytes: number, limits: IngestLimits): Readable => {
  let expanded = 0;
  const guard = new Transform({
    transform(chunk: Buffer, _, done) {
      expanded += chunk.length;
      const tooMuch = expanded > limits.maxExpandedBytes || (expanded > bombCheckFrom && expanded > compressedBytes * limits.maxExpansion);
      if (tooMuch) done(new Fault('expansion-too-large', `The file of ${compressedBytes} bytes opens to more than ${expanded} bytes.`));
      else done(null, chunk);
    },
  });
  const options = { chunkSize: 256 * 1024 };
  const opening = compression === 'gzip' ? createGunzip(options) : createZstdDecompress(options);
  pipeline(createReadStream(path, { highWaterMark: chunkBytes }), opening, guard, () => undefined);
  return guard;
};

/**
 * The bytes of a file, decompressed; a chunk is valid until the next one is asked for.
 * @throws Fault `expansion-too-large`, `unreadable-archive`
 */
export async function* sourceBytes(
  path: string,
  compression: Compression,
  compressedBytes: number,
  limits: IngestLimits,
): AsyncGenerator<Buffer> {
  if (compression === 'none') {
    yield* plainBytes(path);
    return;
  }
  try {
    yield* decompressed(path, compression, compressedBytes, limits) as AsyncIterable<Buffer>;
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault('unreadable-archive', 'The compressed file is cut or damaged.', { cause: error });
  }
}

/** Decompresses a file whose format is read from its end. @throws Fault `expansion-too-large`, `unreadable-archive` */
export const decompressTo = async (
  path: string,
  compression: Compression,
  compressedBytes: number,
  outputPath: string,
  limits: IngestLimits,
): Promise<void> => {
  const sink = new FileSink(outputPath);
  try {
    for await (const chunk of sourceBytes(path, compression, compressedBytes, limits)) await sink.write(chunk);
    await sink.end();
  } finally {
    await sink.destroy();
  }
};

/** The first decompressed bytes, at most `bytes`. What opens to nothing gives none. @throws Fault `unreadable-archive` */
export const decompressedHead = async (path: string, compression: Compression, bytes: number, limits: IngestLimits): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let found = 0;
  for await (const chunk of sourceBytes(path, compression, bytes, { ...limits, maxExpansion: Number.MAX_SAFE_INTEGER })) {
    chunks.push(Buffer.from(chunk));
    found += chunk.length;
    if (found >= bytes) break;
  }
  return Buffer.concat(chunks).subarray(0, bytes);
};
