import { Fault, ingestSchema } from '@millrace/contracts';
import { ingest } from '@millrace/engine';
import { join } from 'node:path';
import type { ChildResult, ResultFile, Staged } from './protocol';
import type { OpenTable } from './use-case';

interface Opened {
  readonly table: OpenTable;
  /** Set when the working copy was made just now. */
  readonly made: ChildResult['workingCopy'];
  readonly files: ResultFile[];
}

/**
 * Opens the working copy of a version, and makes it first where no earlier job has.
 * @param outputDir where rows go that do not fit the table
 */
export const openTable = async (
  { workingCopy, source, datasetName, profilePath }: Staged,
  outputDir: string,
  onRows: (rows: number) => void,
): Promise<Opened> => {
  const { path } = workingCopy;
  const sourcePath = source?.path ?? null;
  if (workingCopy.ingest !== null)
    return { table: { path, sourcePath, ingest: ingestSchema.parse(workingCopy.ingest), datasetName, profilePath }, made: null, files: [] };
  if (source === null) throw new Fault('internal', 'The job has neither a working copy nor a source.');
  const asidePath = join(outputDir, 'ragged-rows.ndjson');
  const read = await ingest({ sourcePath: source.path, options: source.readOptions, outputPath: path, asidePath, onRows });
  const ragged: ResultFile = { kind: 'ragged', path: asidePath, fileName: 'ragged-rows.ndjson', mediaType: 'application/x-ndjson' };
  return {
    table: { path, sourcePath, ingest: read, datasetName, profilePath },
    made: { ingest: read, format: read.format, rows: read.rows, columns: read.columns.length },
    files: read.raggedRows > 0 ? [ragged] : [],
  };
};
