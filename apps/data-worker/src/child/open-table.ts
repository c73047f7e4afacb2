import { Fault, ingestSchema } from '@millrace/contracts';
import { ingest } from '@millrace/engine';
import { join } from 'node:path';
import type { ChildRequest, ChildResult, ResultFile } from './protocol';
import type { OpenTable } from './use-case';

interface Opened {
  readonly table: OpenTable;
  /** Set when the working copy was made just now. */
  readonly made: ChildResult['workingCopy'];
  readonly files: ResultFile[];
}

/** Opens the working copy of a job's table, and makes it first where no earlier job has. */
export const openTable = async (
  { workingCopy, source, outputDir, datasetName }: ChildRequest,
  onRows: (rows: number) => void,
): Promise<Opened> => {
  if (workingCopy.ingest !== null)
    return { table: { path: workingCopy.path, ingest: ingestSchema.parse(workingCopy.ingest), datasetName }, made: null, files: [] };
  if (source === null) throw new Fault('internal', 'The job has neither a working copy nor a source.');
  const asidePath = join(outputDir, 'ragged-rows.ndjson');
  const read = await ingest({ sourcePath: source.path, options: source.readOptions, outputPath: workingCopy.path, asidePath, onRows });
  const ragged: ResultFile = { kind: 'ragged', path: asidePath, fileName: 'ragged-rows.ndjson', mediaType: 'application/x-ndjson' };
  return {
    table: { path: workingCopy.path, ingest: read, datasetName },
    made: { ingest: read, rows: read.rows, columns: read.columns.length },
    files: read.raggedRows > 0 ? [ragged] : [],
  };
};
