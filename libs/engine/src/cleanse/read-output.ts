import type { Ingest } from '@millrace/contracts';
import { join } from 'node:path';
import { ingest as read } from '../ingest/ingest';
import type { Cleansed } from './cleanse';

/**
 * Reads a cleansed table again from its own file, whatever lane has written it. One without rows cannot be read.
 * @param from how its input was read
 * @param folder of the working copy
 */
export const readOutput = async (
  { output: { path: sourcePath, mediaType }, columns: keys }: Pick<Cleansed, 'output' | 'columns'>,
  { dialect, nullTokens }: Ingest,
  folder: string,
): Promise<{ readonly workingCopyPath: string; readonly ingest: Ingest }> => {
  const workingCopyPath = join(folder, 'cleansed.parquet');
  const { delimiter, quote, header, encoding } = dialect ?? { delimiter: ',', quote: '"', header: true, encoding: 'utf-8' };
  const form =
    mediaType === 'text/csv' ? ({ format: 'csv', delimiter, quote, header, encoding } as const) : ({ format: 'ndjson' } as const);
  const options = { ...form, ...(nullTokens && { nullTokens }) };
  const asidePath = join(folder, 'never-aside.ndjson');
  return { workingCopyPath, ingest: await read({ sourcePath, options, outputPath: workingCopyPath, asidePath, keys }) };
};
