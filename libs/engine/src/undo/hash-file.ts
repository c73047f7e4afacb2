import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

const bytesAtOnce = 1 << 20;

/** SHA-256 of a file, in hexadecimal. Two buffers take turns: one is read into while the other is hashed, and none is made anew. */
export const hashFile = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  await using file = await open(path);
  let [filling, resting] = [Buffer.allocUnsafe(bytesAtOnce), Buffer.allocUnsafe(bytesAtOnce)];
  let reading = file.read(filling, 0, bytesAtOnce);
  for (;;) {
    const { bytesRead } = await reading;
    if (bytesRead === 0) return hash.digest('hex');
    [filling, resting] = [resting, filling];
    reading = file.read(filling, 0, bytesAtOnce);
    hash.update(resting.subarray(0, bytesRead));
  }
};
