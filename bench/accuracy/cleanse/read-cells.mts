import { createRequire } from 'node:module';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Ingest } from '@millrace/contracts';
import type * as Engine from '@millrace/engine';
import pl from 'nodejs-polars';

const { ingest } = createRequire(import.meta.url)('../../../dist/libs/engine/src/index.js') as typeof Engine;

/** A table as the engine reads it, and its cells column by column; an absent cell is an empty text, as its file has it. */
export interface Table {
  readonly workingCopyPath: string;
  readonly ingest: Ingest;
  readonly cells: readonly (readonly string[])[];
}

export const readCells = async (sourcePath: string, folder: string): Promise<Table> => {
  const workingCopyPath = join(folder, `${randomUUID()}.parquet`);
  const read = await ingest({ sourcePath, options: {}, outputPath: workingCopyPath, asidePath: `${workingCopyPath}.aside` });
  if (read.raggedRows > 0) throw new Error(`${sourcePath}: ${read.raggedRows} rows were kept aside`);
  const frame = pl.readParquet(workingCopyPath);
  const cells = read.columns.map(({ position }) =>
    (frame.getColumn(`c${position}`).toArray() as (string | null)[]).map((text) => text ?? ''),
  );
  return { workingCopyPath, ingest: read, cells };
};
