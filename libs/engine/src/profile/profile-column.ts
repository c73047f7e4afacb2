import type { ColumnProfile, Finding, SemanticDetection, Thresholds } from '@millrace/contracts';
import { detectSemanticTypes } from '../semantic/detect-semantic-types';
import { ColumnView } from './column-view';
import { distributionsOf } from './distributions';
import { columnFindings } from './findings';
import { frequentValues } from './frequent-values';
import { metricsOf } from './statistics/registry';
import type { NumberScratch } from './statistics/sort-numbers';
import { classCode, valueClasses } from './values/classify-value';
import type { ValueTable } from './values/value-table';
import { withoutFalseIdentifier } from './written-otherwise';

/** 0-based rows in which up to ten different texts stand first that do not fit the kind most cells have. */
export const misfitRows = (column: ColumnView): number[] => {
  const fitting = new Set(column.fittingClasses());
  return [...column.firstRowsOfClasses(valueClasses.filter((name) => name !== 'nullToken' && !fitting.has(name)))];
};

/** What the values mean, by the texts that the table has kept. */
export const semanticTypesOf = ({ table, frequencies }: ColumnView, name: string): SemanticDetection[] => {
  const { distinct } = frequencies();
  const values = [...table.sample()]
    .filter(([entry]) => table.classes[entry] !== classCode.nullToken)
    .map(([entry, value]) => ({ value, count: table.counts[entry]! }))
    .toSorted((a, b) => b.count - a.count);
  const found = values.length === 0 ? [] : detectSemanticTypes(values, name);
  return found.map((detection) => ({ ...detection, sampled: values.length < Math.max(table.size, distinct) }));
};

export interface ProfileColumnOptions {
  readonly position: number;
  readonly name: string;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
  readonly thresholds: Thresholds;
  readonly scratch: NumberScratch;
  /** Reads a cell that the table does not hold. */
  readonly cellAt: (row: number) => string | null;
}

/** The profile and findings of one column from its distinct values, and the view of them, which is good until the table takes the next. */
export const profileColumn = (
  table: ValueTable,
  { position, name, now, thresholds, scratch, cellAt }: ProfileColumnOptions,
): { readonly profile: ColumnProfile; readonly findings: Finding[]; readonly view: ColumnView } => {
  const column = new ColumnView(table, { now, scratch });
  const textOf = (entry: number): string => table.textOf(entry) ?? cellAt(table.firstRowOf(entry)) ?? '';
  const { kind, candidate, fits, misfits, dateOrder, isOrderGuessed } = column.decision();
  const profile = withoutFalseIdentifier({
    position,
    name,
    kind,
    evidence: { candidate, fits, misfits, misfitRows: misfits > 0 ? misfitRows(column) : [], dateOrder, isOrderGuessed },
    metrics: metricsOf(column),
    ...frequentValues(column, textOf),
    ...distributionsOf(column),
    semantic: semanticTypesOf(column, name),
  });
  return { profile, findings: columnFindings(profile, column, thresholds), view: column };
};
