import { Fault } from '@millrace/contracts';
import { rename, rm, writeFile } from 'node:fs/promises';

/** Writes a file whole or not at all. @throws Fault where it cannot be written there */
export const writeWhole = async (path: string, content: string | Uint8Array | Iterable<string>): Promise<void> => {
  const beside = `${path}.${process.pid}.new`;
  try {
    await writeFile(beside, content);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw new Fault('not-found', `${path} cannot be written (${(error as NodeJS.ErrnoException).code ?? String(error)}).`, {
      advice: 'Check that its folder exists and is yours to write to.',
    });
  }
};
