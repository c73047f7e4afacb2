// Reproducible tables from the shared generator, which is not part of the project.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import pl from 'nodejs-polars';
import { root } from '../../tools/services/platform-processes.mts';
import { say } from '../../tools/services/processes.mts';

export const defaultGenerator = join(dirname(root), 'shared/bench/generate.mjs');

interface Wanted {
  readonly generator: string;
  readonly folder: string;
  readonly shape: string;
  readonly megabytes: number;
  readonly format: string;
  /** Share of cells that are spoiled; 0 or left out for none. */
  readonly dirt?: number;
}

/** A table of a shape, as `csv` or `parquet`, written below `folder` unless it is there; the program ends with 2 without a generator. */
export const generatedTable = ({ generator, folder, shape, megabytes, format, dirt = 0 }: Wanted): string => {
  if (!existsSync(generator)) {
    say(`there is no table generator at ${generator}; name one with --generator`);
    process.exit(2);
  }
  mkdirSync(folder, { recursive: true });
  const csv = join(folder, `${shape}-${megabytes}${dirt > 0 ? `-dirt-${dirt}` : ''}.csv`);
  if (!existsSync(csv)) {
    say(`generating ${megabytes} MB of ${shape} …`);
    const spoiled = dirt > 0 ? ['--dirt', String(dirt)] : [];
    execFileSync(process.execPath, [resolve(generator), '--mb', String(megabytes), '--shape', shape, '--out', csv, ...spoiled], {
      stdio: 'ignore',
    });
  }
  if (format === 'csv') return csv;
  const parquet = join(folder, `${shape}-${megabytes}.parquet`);
  if (!existsSync(parquet)) pl.scanCSV(csv, { inferSchemaLength: 10_000 }).sinkParquet(parquet, { rowGroupSize: 100_000 }).collectSync();
  return parquet;
};
