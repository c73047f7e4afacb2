import { Fault } from '@millrace/contracts';
import { undo } from '@millrace/engine';
import type { UseCase } from './use-case';

/** Job `dataset.undo`: what a cleansing was made of, or its output with some of its changes taken back. */
export const undoCleansing: UseCase<'dataset.undo'> = async ({ cleansing, parameters, outputDir }) => {
  if (cleansing === null) throw new Fault('internal', 'The job has no cleansing to take back.');
  const { path, fileName, mediaType, rows, changes, rowsReturned, isInput } = await undo({
    ...cleansing,
    selection: parameters.selection,
    outputDir,
  });
  return {
    files: [{ kind: 'restored', path, fileName, mediaType }],
    summary: { rows, changesUndone: changes, rowsReturned, isInput: Number(isInput) },
    findings: [],
    metrics: [],
  };
};
