import { Fault, type Ingest, type Recipe, type Step } from '@millrace/contracts';
import pl, { type DataFrame, type Expr } from 'nodejs-polars';
import { join } from 'node:path';
import { cell } from '../ingest/working-copy';
import { columnsOfStep } from './columns-of-step';
import { ChangeLog, QuarantineLog, rowName } from './logs';
import { checkUntouched } from './check-untouched';
import type { CellChange, ColumnContext, StepCompiler } from './step';
import { stepCompilers } from './step-compilers';
import { outputOf, writeOutput, type Output } from './write-output';

export interface CleanseRequest {
  readonly workingCopyPath: string;
  readonly ingest: Ingest;
  readonly recipe: Recipe;
  /** Where all outputs go. */
  readonly outputDir: string;
  readonly onProgress?: (fraction: number) => void;
}

export interface Cleansed {
  readonly output: Output & { readonly path: string };
  /** The change log, as Parquet and as JSON lines in order of rows. */
  readonly changes: { readonly parquetPath: string; readonly ndjsonPath: string; readonly count: number };
  readonly quarantine: { readonly ndjsonPath: string; readonly count: number };
  readonly rowsIn: number;
  readonly rowsOut: number;
}

interface Table {
  frame: DataFrame;
}

const row = pl.col(rowName).alias('row');
const differs = (before: Expr, after: Expr): Expr =>
  before
    .isNull()
    .neq(after.isNull())
    .or(before.neq(after).fillNull(pl.lit(false)));
const first = (frame: DataFrame): unknown => Object.values((frame.toRecords() as Record<string, unknown>[])[0] ?? {})[0];

const contextOf = ({ frame }: Table): ColumnContext => {
  const run = (expression: Expr): unknown => first(frame.lazy().select(expression.alias('value')).collectSync());
  return { value: run, count: (condition) => Number(run(condition.sum().cast(pl.Float64)) ?? 0) };
};

const changeCells = (table: Table, change: CellChange, position: number, at: number, step: Step, name: string, log: ChangeLog) => {
  const pair = table.frame
    .lazy()
    .select(row, pl.col(cell(position)).alias('before'), change.after.alias('after'))
    .collectSync();
  const changed = pair
    .lazy()
    .filter(differs(pl.col('before'), pl.col('after')))
    .collectSync();
  if (changed.height === 0) return;
  if (!change.mayEmpty) {
    const emptied = changed.lazy().filter(pl.col('after').isNull()).collectSync().height;
    if (emptied > 0)
      throw new Fault('invariant-broken', `Step ${at + 1} (${step.step}) would empty ${emptied} cells of "${name}", which it must not.`, {
        place: { step: at, column: name },
        evidence: { emptied },
      });
  }
  log.add(changed, { column: name, step: at, stepName: step.step, confidence: change.confidence, reason: change.reason });
  table.frame = table.frame.withColumn(pair.getColumn('after').alias(cell(position)));
};

const setAside = (table: Table, leaves: Expr, at: number, step: Step, reason: string, log: QuarantineLog) => {
  const marked = table.frame
    .lazy()
    .withColumn(leaves.fillNull(pl.lit(false)).alias('leaves'))
    .collectSync();
  const leaving = marked.lazy().filter(pl.col('leaves')).drop('leaves').collectSync();
  if (leaving.height === 0) return;
  log.add(leaving, { step: at, stepName: step.step, reason });
  table.frame = marked.lazy().filter(pl.col('leaves').not()).drop('leaves').collectSync();
};

/**
 * Cleanses a working copy by a recipe. Every changed cell is in the change log and every row that leaves in the quarantine.
 * @throws Fault `unknown-column`, or `invariant-broken` before anything is written
 */
export const cleanse = async ({
  workingCopyPath,
  ingest,
  recipe,
  outputDir,
  onProgress = () => undefined,
}: CleanseRequest): Promise<Cleansed> => {
  // All steps are checked before the first one runs.
  const plan = recipe.steps.map((step, at) => ({ step, at, positions: columnsOfStep(step, at, ingest) }));
  const table: Table = { frame: pl.scanParquet(workingCopyPath).withRowIndex(rowName).collectSync() };
  const rowsIn = table.frame.height;
  const [changes, quarantine] = [new ChangeLog(outputDir), new QuarantineLog(outputDir, ingest)];
  for (const { step, at, positions } of plan) {
    const compiler = stepCompilers[step.step] as StepCompiler<typeof step.step>;
    if (compiler.on === 'rows') {
      const { leaves, reason } = compiler.compile(
        step,
        positions.map((position) => pl.col(cell(position))),
      );
      setAside(table, leaves, at, step, reason, quarantine);
    } else
      for (const position of positions) {
        const name = ingest.columns[position]?.name ?? '';
        const change = compiler.compile(step, pl.col(cell(position)), contextOf(table));
        if (change.quarantine) setAside(table, change.quarantine.where, at, step, `${name} ${change.quarantine.reason}`, quarantine);
        changeCells(table, change, position, at, step, name, changes);
      }
    onProgress(((at + 1) / (plan.length + 2)) * 0.9);
  }
  const rowsOut = table.frame.height;
  if (rowsIn !== rowsOut + quarantine.count)
    throw new Fault('invariant-broken', `${rowsIn} rows came in, ${rowsOut} went out and ${quarantine.count} were set aside.`, {
      evidence: { rowsIn, rowsOut, quarantined: quarantine.count },
    });
  checkUntouched(workingCopyPath, table.frame, ingest, new Set(changes.columns));
  const output = outputOf(ingest);
  const path = join(outputDir, output.fileName);
  await writeOutput(table.frame, ingest, path);
  onProgress(0.95);
  return { output: { ...output, path }, changes: await changes.write(), quarantine: await quarantine.write(), rowsIn, rowsOut };
};
