import { metricCatalogue, type Profile } from '@millrace/contracts';
import pl from 'nodejs-polars';
import type { SheetCell } from './sheet-xml';
import { writeWorkbook } from './write-workbook';

/** The metrics in the order of their catalogue; what is not in it comes after. */
const inOrder = (found: ReadonlySet<string>): string[] => {
  const known = Object.keys(metricCatalogue).filter((metric) => found.has(metric));
  return [...known, ...[...found].filter((metric) => !known.includes(metric)).toSorted()];
};

function* columnRows({ columns }: Profile): Generator<SheetCell[]> {
  const metrics = inOrder(new Set(columns.flatMap((column) => Object.keys(column.metrics))));
  yield ['position', 'column', 'kind', ...metrics];
  for (const { position, name, kind, metrics: own } of columns)
    yield [position + 1, name, kind, ...metrics.map((metric) => own[metric] ?? null)];
}

function* findingRows({ findings }: Profile): Generator<SheetCell[]> {
  yield ['severity', 'rule', 'column', 'measured', 'threshold', 'cells', 'what', 'what to do'];
  for (const { severity, rule, column, measured, threshold, count, message, advice } of findings)
    yield [severity, rule, column, measured, threshold, count, message, advice];
}

/** A profile's metrics as a workbook: the table's, a row for each column, the findings. */
export const writeMetricsWorkbook = async (profile: Profile, path: string): Promise<void> =>
  writeWorkbook(path, [
    { name: 'Table', rows: [['metric', 'value'], ...Object.entries(profile.metrics)] },
    { name: 'Columns', rows: columnRows(profile) },
    { name: 'Findings', rows: findingRows(profile) },
  ]);

/**
 * A profile's metrics as Parquet, one row each: `position` (1-based) and `column`, null of the table's own, `metric`, and `value` as a
 * double.
 */
export const writeMetricsTable = ({ metrics, columns }: Profile, path: string): void => {
  const rows = [
    ...Object.entries(metrics).map(([metric, value]) => ({ position: null, name: null, metric, value })),
    ...columns.flatMap(({ position, name, metrics: own }) =>
      Object.entries(own).map(([metric, value]) => ({ position: position + 1, name, metric, value })),
    ),
  ];
  pl.DataFrame([
    pl.Series(
      'position',
      rows.map(({ position }) => position),
      pl.Int32,
    ),
    pl.Series(
      'column',
      rows.map(({ name }) => name),
      pl.Utf8,
    ),
    pl.Series(
      'metric',
      rows.map(({ metric }) => metric),
      pl.Utf8,
    ),
    pl.Series(
      'value',
      rows.map(({ value }) => value),
      pl.Float64,
    ),
  ]).writeParquet(path);
};
