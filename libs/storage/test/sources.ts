import { createHash } from 'node:crypto';

export const mebibyte = 1024 * 1024;
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export async function* inChunks(bytes: Buffer, size = 64 * 1024): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

/** Gives `bytes` and then nothing, until `resume` is called; gives the rest then. */
export const stalling = (bytes: Buffer, after: number): { source: AsyncIterable<Buffer>; resume: () => void } => {
  let resume: () => void = () => undefined;
  const resumed = new Promise<void>((resolve) => (resume = resolve));
  const source = (async function* () {
    yield* inChunks(bytes.subarray(0, after));
    await resumed;
    yield* inChunks(bytes.subarray(after));
  })();
  return { source, resume };
};

/** The source, until `after` bytes have gone by; then it breaks. */
export async function* failing(source: AsyncIterable<Buffer>, after: number): AsyncGenerator<Buffer> {
  let sent = 0;
  for await (const chunk of source) {
    sent += chunk.length;
    if (sent > after) throw new Error('the line broke');
    yield chunk;
  }
}

/** `size` bytes, made as they are asked for: a block of its own for each seed, again and again. */
export async function* generated(size: number, seed: number): AsyncGenerator<Buffer> {
  const block = Buffer.alloc(64 * 1024);
  for (let at = 0; at < block.length; at += 4) block.writeUInt32LE(Math.imul(at + 1, 2654435761 + seed) >>> 0, at);
  for (let at = 0; at < size; at += block.length) yield await Promise.resolve(block.subarray(0, size - at));
}
