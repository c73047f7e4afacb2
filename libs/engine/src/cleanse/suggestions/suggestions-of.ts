import type { PreviewedStep } from '@millrace/contracts';
import pl from 'nodejs-polars';
import { shortened } from '../../columnar/shortened';
import { applyStep } from '../apply-step';
import { keptCells } from '../settle/kept-cells';
import type { NamedStep } from '../step';
import type { Table } from '../table';

type Example = PreviewedStep['suggested'][number];
export interface Suggestions {
  /** Cells that it would change with less certainty than it asks for. */
  readonly cells: number;
  /** Rows that it would set aside, those included that it does. */
  readonly rows: number;
  readonly examples: Example[];
  /** The cells whole, at most `mostSuggestions`. */
  readonly found: readonly Example[];
}

const mostExamples = 5;
/** Of a step: what is beyond nobody will decide on one by one. */
const mostSuggestions = 50_000;
/** What is less likely than this is no suggestion. */
const leastThreshold = 0.5;

type UnsureName = 'clusterValues' | 'repairByDependency' | 'repairTypos' | 'mergeRecords';
const unsure: readonly string[] = ['clusterValues', 'repairByDependency', 'repairTypos', 'mergeRecords'] satisfies UnsureName[];
const isUnsure = (step: NamedStep): step is NamedStep<UnsureName> => unsure.includes(step.step);

/**
 * What a step would do if its threshold were one half. @param table as it is before the step; it stays so
 */
export const suggestionsOf = (table: Table, step: NamedStep, at: number): Suggestions => {
  const found: Example[] = [];
  const examplesOf = () =>
    found.slice(0, mostExamples).map((one) => ({ ...one, before: shortened(one.before), after: shortened(one.after) }));
  let [cells, rows] = [0, 0];
  if (!isUnsure(step) || step.threshold <= leastThreshold || ('keys' in step && step.keys !== undefined))
    return { cells, rows, examples: [], found };
  const loose = { step: { ...step, threshold: leastThreshold }, at, cells: keptCells([]) };
  applyStep({ ...table, layout: [...table.layout] }, loose, {
    change: (changed, column) => {
      if (!changed.columns.includes('confidence')) return;
      const below = changed
        .lazy()
        .filter(pl.col('confidence').lt(pl.lit(step.threshold)))
        .collectSync();
      cells += below.height;
      type Change = Example & { readonly column?: string };
      for (const { row, before, after, confidence, reason, column: own = '' } of below
        .head(mostSuggestions - found.length)
        .toRecords() as unknown as Change[])
        found.push({ row, confidence, reason, column: typeof column === 'string' ? column : own, before, after });
    },
    setAside: (leaving) => {
      rows += leaving.height;
    },
  });
  return { cells, rows, examples: examplesOf(), found };
};
