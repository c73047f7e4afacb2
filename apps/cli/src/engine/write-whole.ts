import { Fault } from '@millrace/contracts';
import { copyFile, lstat, rename, rm, writeFile } from 'node:fs/promises';

/** Devices, pipes and links stay what they are, such as /dev/stdout. */
const mayBeReplaced = async (path: string): Promise<boolean> => (await lstat(path).catch(() => null))?.isFile() ?? true;

/** A file to be written: what is to be in it, or the file that it is a copy of. */
export interface WrittenFile {
  readonly path: string;
  readonly content?: string | Uint8Array | Iterable<string>;
  readonly from?: string;
}

const unwritable = (path: string, error: unknown): Fault =>
  new Fault('not-found', `${path} cannot be written (${(error as NodeJS.ErrnoException).code ?? String(error)}).`, {
    advice: 'Check that its folder exists and is yours to write to.',
  });

/** Writes files, all of them or none: each beside its place first. @throws Fault where one cannot be written there */
export const writeAll = async (files: readonly WrittenFile[]): Promise<void> => {
  const write = ({ content = '', from }: WrittenFile, to: string) => (from === undefined ? writeFile(to, content) : copyFile(from, to));
  const placed: { readonly file: WrittenFile; readonly beside: string | null }[] = [];
  try {
    for (const file of files) {
      const { path } = file;
      const beside = (await mayBeReplaced(path)) ? `${path}.${process.pid}.new` : null;
      placed.push({ file, beside });
      if (beside !== null) await write(file, beside).catch((error: unknown) => { throw unwritable(path, error); }); // prettier-ignore
    }
    // What cannot be put beside its place can fail yet: nothing is in its place then.
    for (const { file, beside } of placed.toSorted((a, b) => Number(a.beside !== null) - Number(b.beside !== null)))
      await (beside === null ? write(file, file.path) : rename(beside, file.path)).catch((error: unknown) => { throw unwritable(file.path, error); }); // prettier-ignore
  } catch (error) {
    for (const { beside } of placed) if (beside !== null) await rm(beside, { force: true }).catch(() => undefined);
    throw error;
  }
};

/** Writes a file whole or not at all. @throws Fault where it cannot be written there */
export const writeWhole = (path: string, content: string | Uint8Array | Iterable<string>): Promise<void> => writeAll([{ path, content }]);

/** Copies a file whole or not at all. @throws Fault where it cannot be written there */
export const copyWhole = (from: string, path: string): Promise<void> => writeAll([{ path, from }]);
