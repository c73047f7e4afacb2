import { Fault } from '@millrace/contracts';
import { undo } from '@millrace/engine';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Command } from '../command-line/command';
import type { Output } from './output';
import { copyWhole } from './write-whole';

/** Takes a cleansing back and writes the table, or puts it on standard output. @param path of the cleansed table */
export const undoFile = async (
  path: string,
  { json, changes, selection, out }: Extract<Command, { name: 'undo' }>,
  folder: string,
  { tell, print }: Output,
): Promise<void> => {
  const changesPath = resolve(changes);
  if (!(await stat(changesPath).catch(() => null))?.isFile())
    throw new Fault('not-found', `There is no change log ${changes}.`, { advice: 'Check its path.' });
  tell('taking it back');
  const {
    path: restored,
    rows,
    changes: undone,
    rowsReturned,
    isInput,
  } = await undo({
    cleansedPath: path,
    changesPath,
    selection,
    outputDir: folder,
  });
  if (out === null) {
    await pipeline(createReadStream(restored), process.stdout, { end: false });
    return;
  }
  await copyWhole(restored, out);
  const whole = isInput ? ': byte for byte the input' : '';
  print(
    json
      ? JSON.stringify({ rows, changes: undone, rowsReturned, isInput })
      : `${rows} rows, ${undone} changes taken back, ${rowsReturned} rows put back${whole}`,
  );
};
