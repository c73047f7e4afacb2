// The same cleansing twice, from file to file: by the engine, with its log of changes and all that takes them back, and by Polars, written by hand.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Contracts from '@millrace/contracts';
import type * as Engine from '@millrace/engine';
import pl, { type Expr } from 'nodejs-polars';

const load = createRequire(import.meta.url);
const { cleanseTo, ingest } = load('../../../dist/libs/engine/src/index.js') as typeof Engine;
const { defaultNullTokens, recipeSchema } = load('../../../dist/libs/contracts/src/index.js') as typeof Contracts;

const steps = [
  { step: 'trimWhitespace' },
  { step: 'normaliseNulls' },
  { step: 'changeCase', columns: ['status'], to: 'lower' },
  { step: 'parseDates', columns: ['created_at', 'birth_date'], order: 'dayFirst' },
  { step: 'dropDuplicates' },
];

const within = async <T,>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** @param memory bytes that it may take out of core; null for in memory */
export const ours = (file: string, memory: number | null): Promise<{ rowsOut: number; changes: number; stages: Record<string, number> }> =>
  within(async (folder) => {
    const cpu = () => process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6;
    const [workingCopyPath, formPath, outputDir] = [join(folder, 'w.parquet'), join(folder, 'form.parquet'), join(folder, 'out')];
    mkdirSync(outputDir);
    const before = cpu();
    const reading = { sourcePath: file, options: {}, outputPath: workingCopyPath, asidePath: join(folder, 'aside'), formPath };
    const read = await ingest(reading);
    const ingestCpu = cpu() - before;
    const recipe = recipeSchema.parse({ steps });
    const { rowsOut, changes } = await cleanseTo({
      ...{ workingCopyPath, ingest: read, recipe, source: { path: file, formPath }, outputDir },
      ...(memory === null ? { lane: 'memory' as const, memoryBytes: null } : { lane: 'outOfCore' as const, memoryBytes: memory }),
      spill: { path: join(folder, 'spill'), quotaBytes: Infinity },
    });
    return { rowsOut, changes: changes.count, stages: { ingestCpu, cleanseCpu: cpu() - before - ingestCpu } };
  });

const day = '(0?[1-9]|[12][0-9]|3[01])';
const month = '(0?[1-9]|1[0-2])';
/** As one writes it who knows the table. */
const isoDate = (column: Expr): Expr => column.str.replace(`^${day}[/.-]${month}[/.-](\\d{4})(.*)$`, '${3}-${2}-${1}${4}');

export const polars = (file: string): Promise<{ rowsOut: number }> =>
  within((folder) => {
    const names = pl.scanCSV(file, { inferSchemaLength: 0 }).columns;
    const frame = pl
      .scanCSV(file, { schema: Object.fromEntries(names.map((name) => [name, pl.Utf8])), glob: false })
      .withColumns(
        ...names.map((name) => {
          const trimmed = pl.col(name).str.stripChars(null as never);
          const present = pl.when(trimmed.str.toLowerCase().isIn(defaultNullTokens)).then(pl.lit(null)).otherwise(trimmed);
          const made =
            name === 'status' ? present.str.toLowerCase() : name === 'created_at' || name === 'birth_date' ? isoDate(present) : present;
          return made.alias(name);
        }),
      )
      .unique({ maintainOrder: true, keep: 'first' })
      .collectSync();
    frame.writeCSV(join(folder, 'out.csv'));
    return Promise.resolve({ rowsOut: frame.height });
  });
