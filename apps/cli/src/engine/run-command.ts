import { Fault } from '@millrace/contracts';
import { ingest } from '@millrace/engine';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Command } from '../command-line/command';
import { compareFiles } from '../compare-files';
import type { Order } from '../process/protocol';
import { cleanseFile } from './cleanse-file';
import { throttled } from './throttled';
import { sweepFile } from './sweep-file';
import { previewFile } from './preview-file';
import { profileFile } from './profile-file';
import { suggestFile } from './suggest-file';
import { matchFile } from './match-file';
import { undoFile } from './undo-file';
import { copyWhole, writeWhole } from './write-whole';

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const nameOf = (file: string): string => (file === '-' ? 'standard input' : basename(file));

/** @throws Fault `not-found` for what is no file that we can read */
const checkFile = async (path: string, name: string): Promise<void> => {
  const found = await stat(path).catch(() => null);
  if (found === null) throw new Fault('not-found', `There is no file ${name}.`, { advice: 'Check its path.' });
  if (found.isDirectory()) throw new Fault('not-found', `${name} is a folder.`, { advice: 'Name a file in it.' });
};

const ingestFile = async (
  command: Exclude<Command, { name: 'compare' | 'undo' }>,
  path: string,
  folder: string,
  tell: (text: string) => void,
) => {
  const workingCopyPath = join(folder, 'working.parquet');
  const onRows = (rows: number) => tell(`reading ${rows} rows`);
  const aside = command.name === 'suggest' ? null : command.aside;
  const asidePath = join(folder, 'ragged.ndjson');
  // How it is written matters only where that may be asked for again.
  const formPath = command.name === 'cleanse' && command.changes !== null ? join(folder, 'form.parquet') : undefined;
  const reading = { sourcePath: path, options: command.read, outputPath: workingCopyPath, asidePath, onRows };
  const account = await ingest(formPath === undefined ? reading : { ...reading, formPath });
  if (aside !== null) await (account.raggedRows > 0 ? copyWhole(asidePath, aside) : writeWhole(aside, ''));
  return { workingCopyPath, ingest: account, source: formPath === undefined ? null : { path, formPath } };
};

/** Does what a command line asks for and prints its result. Answers the exit code. @throws Fault */
export const runCommand = async ({ command, paths, folder, memoryBytes }: Order, onProgress: (text: string) => void): Promise<number> => {
  const tell = throttled(onProgress);
  const [path = '', second = ''] = paths;
  for (const [at, file] of command.files.entries()) await checkFile(paths[at] ?? '', nameOf(file));
  if (command.name === 'compare') {
    const { json, key } = command;
    return (await compareFiles(path, second, { json, key: key ?? undefined, tell, print })) ? 1 : 0;
  }
  if (command.name === 'undo') {
    await undoFile(path, command, folder, { tell, print });
    return 0;
  }
  const table = { ...(await ingestFile(command, path, folder, tell)), inputPath: path, name: nameOf(command.files[0]) };
  if (command.name === 'profile') await profileFile(table, command, { memoryBytes, folder }, { tell, print });
  else if (command.name === 'match') await matchFile(table, command, { tell, print });
  else if (command.name === 'preview') {
    const { sweep } = command;
    return await (sweep === null
      ? previewFile(table, command, folder, { tell, print })
      : sweepFile(table, { ...command, sweep }, folder, { tell, print }));
  } else if (command.name === 'suggest') await suggestFile(table, command, { tell, print });
  else await cleanseFile(table, command, { memoryBytes, folder }, { tell, print });
  return 0;
};
