import { rm } from 'node:fs/promises';
import type { IngestRequest } from './ingest-request';
import { prepare, scanDelimited, sniffedBytes, sniffText } from './scan-delimited';
import { readHead } from './source-bytes';

/**
 * The account of how each row of a delimited text is written, for a table whose working copy is there already.
 * @param request as it was read; its `outputPath` names a folder for temporary files, and is not written
 * @returns the rows that were found; null where the text is not plain UTF-8
 */
export const readForm = async (request: IngestRequest & { readonly formPath: string }): Promise<number | null> => {
  const prepared = await prepare(request);
  try {
    const head = await readHead(request.sourcePath, sniffedBytes);
    const { table, form } = await scanDelimited(prepared, sniffText(head, 'none', request.options));
    form?.writeParquet(request.formPath);
    return form === null ? null : table.rows;
  } finally {
    await rm(prepared.cleanPath, { force: true });
  }
};
