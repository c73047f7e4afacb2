import { Fault } from '@millrace/contracts';
import { copyFile, lstat, rename, rm, writeFile } from 'node:fs/promises';

/** Devices, pipes and links stay what they are, such as /dev/stdout. */
const mayBeReplaced = async (path: string): Promise<boolean> => (await lstat(path).catch(() => null))?.isFile() ?? true;

const whole = async (path: string, write: (path: string) => Promise<void>): Promise<void> => {
  const beside = (await mayBeReplaced(path)) ? `${path}.${process.pid}.new` : null;
  try {
    await write(beside ?? path);
    if (beside !== null) await rename(beside, path);
  } catch (error) {
    if (beside !== null) await rm(beside, { force: true }).catch(() => undefined);
    throw new Fault('not-found', `${path} cannot be written (${(error as NodeJS.ErrnoException).code ?? String(error)}).`, {
      advice: 'Check that its folder exists and is yours to write to.',
    });
  }
};

/** Writes a file whole or not at all. @throws Fault where it cannot be written there */
export const writeWhole = (path: string, content: string | Uint8Array | Iterable<string>): Promise<void> =>
  whole(path, (to) => writeFile(to, content));

/** Copies a file whole or not at all. @throws Fault where it cannot be written there */
export const copyWhole = (from: string, path: string): Promise<void> => whole(path, (to) => copyFile(from, to));
