import type { PreviewedStep, Step } from '@millrace/contracts';
import pl from 'nodejs-polars';
import { applyStep } from '../cleanse/apply-step';
import { keptCells } from '../cleanse/settle/kept-cells';
import type { Table } from '../cleanse/table';
import { shortened } from './shortened';

type Example = PreviewedStep['suggested'][number];
export interface Suggestions {
  /** Cells that it would change with less certainty than it asks for. */
  readonly cells: number;
  /** Rows that it would set aside, those included that it does. */
  readonly rows: number;
  readonly examples: Example[];
}

const mostExamples = 5;
/** What is less likely than this is no suggestion. */
const leastThreshold = 0.5;

/**
 * What a step would do if its threshold were one half. @param table as it is before the step; it stays so
 */
export const suggestionsOf = (table: Table, step: Step, at: number): Suggestions => {
  const examples: Example[] = [];
  let [cells, rows] = [0, 0];
  const isUnsure = step.step === 'repairByDependency' || step.step === 'repairTypos' || step.step === 'mergeRecords';
  if (!isUnsure || step.threshold <= leastThreshold || ('keys' in step && step.keys !== undefined)) return { cells, rows, examples };
  const loose = { step: { ...step, threshold: leastThreshold }, at, cells: keptCells([]) };
  applyStep({ ...table, layout: [...table.layout] }, loose, {
    change: (changed, column) => {
      if (!changed.columns.includes('confidence')) return;
      const unsure = changed
        .lazy()
        .filter(pl.col('confidence').lt(pl.lit(step.threshold)))
        .collectSync();
      cells += unsure.height;
      type Found = Example & { readonly column?: string };
      for (const { row, before, after, confidence, reason, column: own = '' } of unsure
        .head(mostExamples)
        .toRecords() as unknown as Found[])
        if (examples.length < mostExamples)
          examples.push({
            ...{ row, confidence, reason, column: typeof column === 'string' ? column : own },
            before: shortened(before),
            after: shortened(after),
          });
    },
    setAside: (leaving) => {
      rows += leaving.height;
    },
  });
  return { cells, rows, examples };
};
