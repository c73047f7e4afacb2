import { Fault, type Ingest, type Progress } from '@millrace/contracts';
import { ingest } from '@millrace/engine';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ChildFile, ChildTask } from './protocol';

export interface Prepared {
  readonly path: string;
  readonly ingest: Ingest;
  readonly isNew: boolean;
  /** The rows kept aside, if there are any. */
  readonly files: readonly ChildFile[];
}

/** The working copy that an earlier run left, or a new one: the first stage of any run. */
export const prepareWorkingCopy = async (task: ChildTask, report: (progress: Progress) => void): Promise<Prepared> => {
  if (task.workingCopy) return { ...task.workingCopy, isNew: false, files: [] };
  if (task.sourcePath === null) throw new Fault('internal', 'The job has neither a source nor a working copy.');
  const [path, asidePath] = [join(task.outputDir, 'working.parquet'), join(task.outputDir, 'ragged.ndjson')];
  const onRows = (rows: number) => {
    report({ stage: 'ingest', fraction: 0.05, rowsDone: rows, rowsTotal: null });
  };
  const read = await ingest({ sourcePath: task.sourcePath, options: task.readOptions, outputPath: path, asidePath, onRows });
  const ragged: ChildFile = { kind: 'ragged', path: asidePath, fileName: 'ragged.ndjson', mediaType: 'application/x-ndjson' };
  return { path, ingest: read, isNew: true, files: existsSync(asidePath) ? [ragged] : [] };
};
