interface MetricDefinition {
  readonly title: string;
  readonly unit: 'cells' | 'share' | 'values' | 'value' | 'characters' | 'rows' | 'columns';
  readonly scope: 'column' | 'number' | 'text' | 'table';
  /** What it is, exactly, and its rule for cells without a value. */
  readonly definition: string;
}

const define = (scope: MetricDefinition['scope'], unit: MetricDefinition['unit'], title: string, definition: string): MetricDefinition => ({
  scope,
  unit,
  title,
  definition,
});

/** Every metric by its stored id: added, never renamed. All are exact. */
export const metricCatalogue = {
  count: define('column', 'cells', 'Cells', 'Rows of the table.'),
  nullCount: define('column', 'cells', 'Absent', 'Cells without any text, and cells that are a token for "no value" such as N/A.'),
  nullShare: define('column', 'share', 'Absent share', 'nullCount / count.'),
  tokenNullCount: define('column', 'cells', 'Null tokens', 'Cells that are a token for "no value": part of nullCount.'),
  distinctCount: define('column', 'values', 'Distinct', 'Different texts among the cells that are not absent.'),
  uniqueCount: define('column', 'values', 'Unique', 'Texts that occur just once.'),
  paddedCount: define('column', 'cells', 'Padded', 'Cells with white space at an end.'),
  min: define('number', 'value', 'Minimum', 'Smallest finite number; for dates and timestamps, milliseconds since 1970 UTC.'),
  max: define('number', 'value', 'Maximum', 'Largest finite number; for dates and timestamps, milliseconds since 1970 UTC.'),
  sum: define('number', 'value', 'Sum', 'Of all numbers.'),
  mean: define('number', 'value', 'Mean', 'Arithmetic mean of all numbers, refined by the mean of the residuals.'),
  std: define(
    'number',
    'value',
    'Standard deviation',
    'Of the sample, n - 1 in the denominator, from residuals about the mean; left out for fewer than two numbers.',
  ),
  q05: define('number', 'value', '5th percentile', 'Linear interpolation between order statistics (Hyndman and Fan, type 7).'),
  q25: define('number', 'value', 'Lower quartile', 'Type 7.'),
  median: define('number', 'value', 'Median', 'Type 7 at one half.'),
  q75: define('number', 'value', 'Upper quartile', 'Type 7.'),
  q95: define('number', 'value', '95th percentile', 'Type 7.'),
  zeroCount: define('number', 'cells', 'Zeros', 'Numbers equal to 0.'),
  negativeCount: define('number', 'cells', 'Negative', 'Numbers below 0.'),
  minLength: define('text', 'characters', 'Shortest', 'Unicode code points of the shortest cell that is not absent.'),
  maxLength: define('text', 'characters', 'Longest', 'Unicode code points of the longest cell.'),
  meanLength: define('text', 'characters', 'Mean length', 'Unicode code points, over cells that are not absent.'),
  rows: define('table', 'rows', 'Rows', 'Data rows.'),
  columns: define('table', 'columns', 'Columns', 'Columns.'),
  duplicateRows: define('table', 'rows', 'Duplicate rows', 'Rows that repeat an earlier one in every cell.'),
  completeness: define('table', 'share', 'Completeness', 'Share of all cells that are not absent.'),
} as const satisfies Record<string, MetricDefinition>;

export type MetricId = keyof typeof metricCatalogue;
