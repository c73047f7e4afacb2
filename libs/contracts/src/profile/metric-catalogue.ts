interface MetricDefinition {
  readonly title: string;
  readonly unit:
    'cells' | 'share' | 'values' | 'value' | 'characters' | 'bytes' | 'words' | 'rows' | 'columns' | 'bits' | 'days' | 'number';
  /** `column`: every column · `number`: columns of numbers, dates and timestamps · `text`: every column · `time`: dates and timestamps. */
  readonly scope: 'column' | 'number' | 'text' | 'time' | 'table';
  /** What it is, exactly, and its rule for cells without a value. */
  readonly definition: string;
}

const define = <Scope extends MetricDefinition['scope']>(
  scope: Scope,
  unit: MetricDefinition['unit'],
  title: string,
  definition: string,
): MetricDefinition & { readonly scope: Scope } => ({ scope, unit, title, definition });

/**
 * Every metric by its stored id: added, never renamed. All are exact, but that distinct values of more than 12 bytes are told apart by
 * their length and 96 bits of a hash. "Present" cells have text that is no token for "no value". Statistics of numbers are over the
 * finite numbers of the cells that fit the column's numeric kind, or the one that at least half of them fit.
 */
export const metricCatalogue = {
  count: define('column', 'cells', 'Cells', 'Rows of the table.'),
  nullCount: define('column', 'cells', 'Absent', 'Cells without any text, and cells that are a token for "no value" such as N/A.'),
  nullShare: define('column', 'share', 'Absent share', 'nullCount / count.'),
  emptyCount: define('column', 'cells', 'Empty', 'Cells without any text: part of nullCount.'),
  tokenNullCount: define('column', 'cells', 'Null tokens', 'Cells that are a token for "no value": part of nullCount.'),
  distinctCount: define('column', 'values', 'Distinct', 'Different texts among the present cells.'),
  distinctShare: define('column', 'share', 'Distinct share', 'distinctCount / present cells.'),
  uniqueCount: define('column', 'values', 'Unique', 'Texts that occur just once among the present cells.'),
  duplicateCount: define('column', 'cells', 'Repeated', 'Present cells that repeat an earlier one: present cells - distinctCount.'),
  topShare: define('column', 'share', 'Top share', 'Share of the present cells that have the most frequent text.'),
  entropy: define('column', 'bits', 'Entropy', 'Shannon entropy of the frequencies of the texts of present cells, to base 2.'),
  evenness: define('column', 'share', 'Evenness', "Entropy over that of equally frequent texts (Pielou's J); left out for one text."),
  giniImpurity: define(
    'column',
    'share',
    'Gini impurity',
    'Chance that two present cells drawn with replacement differ: 1 - sum of squared shares.',
  ),
  paddedCount: define('column', 'cells', 'Padded', 'Cells with white space at an end.'),
  min: define('number', 'value', 'Minimum', 'Smallest finite number; for dates and timestamps, milliseconds since 1970 UTC.'),
  max: define('number', 'value', 'Maximum', 'Largest finite number; for dates and timestamps, milliseconds since 1970 UTC.'),
  range: define('number', 'value', 'Range', 'max - min; for dates and timestamps in milliseconds.'),
  sum: define('number', 'value', 'Sum', 'Of all numbers; not of dates.'),
  mean: define('number', 'value', 'Mean', 'Arithmetic mean, by compensated sums of residuals.'),
  variance: define(
    'number',
    'value',
    'Variance',
    'Of the sample, n - 1 in the denominator; left out for fewer than two numbers, and for dates.',
  ),
  std: define('number', 'value', 'Standard deviation', 'Of the sample, n - 1 in the denominator; left out for fewer than two numbers.'),
  sem: define('number', 'value', 'Standard error', 'Of the mean: std / square root of n.'),
  cv: define('number', 'share', 'Variation', 'Coefficient of variation: std / |mean|; left out for a mean of 0, and for dates.'),
  skewness: define(
    'number',
    'number',
    'Skewness',
    'Fisher and Pearson: m3 / m2^1.5 with moments of the population; left out where all numbers are equal.',
  ),
  kurtosis: define(
    'number',
    'number',
    'Excess kurtosis',
    'm4 / m2^2 - 3 with moments of the population; left out where all numbers are equal.',
  ),
  q01: define('number', 'value', '1st percentile', 'Linear interpolation between order statistics (Hyndman and Fan, type 7).'),
  q05: define('number', 'value', '5th percentile', 'Type 7.'),
  q10: define('number', 'value', '10th percentile', 'Type 7.'),
  q25: define('number', 'value', 'Lower quartile', 'Type 7.'),
  median: define('number', 'value', 'Median', 'Type 7 at one half.'),
  q75: define('number', 'value', 'Upper quartile', 'Type 7.'),
  q90: define('number', 'value', '90th percentile', 'Type 7.'),
  q95: define('number', 'value', '95th percentile', 'Type 7.'),
  q99: define('number', 'value', '99th percentile', 'Type 7.'),
  iqr: define('number', 'value', 'Interquartile range', 'q75 - q25.'),
  mad: define('number', 'value', 'Median absolute deviation', 'Median of the distances from the median, not scaled.'),
  lowerFence: define('number', 'value', 'Lower fence', 'q25 - 1.5 iqr (Tukey).'),
  upperFence: define('number', 'value', 'Upper fence', 'q75 + 1.5 iqr (Tukey).'),
  outlierCount: define('number', 'cells', 'Outside the fences', 'Numbers below lowerFence or above upperFence.'),
  farOutlierCount: define('number', 'cells', 'Far outside', 'Numbers more than 3 iqr below q25 or above q75.'),
  zeroCount: define('number', 'cells', 'Zeros', 'Numbers equal to 0.'),
  negativeCount: define('number', 'cells', 'Negative', 'Numbers below 0.'),
  infinityCount: define('number', 'cells', 'Infinite', 'Words for infinity, and numbers beyond the range of a double.'),
  beyondDoubleCount: define(
    'number',
    'cells',
    'Beyond a double',
    'Integers beyond 2^53, which statistics take rounded; their text is kept.',
  ),
  monotonicity: define(
    'number',
    'number',
    'Monotonicity',
    'In order of rows: 2 rises strictly, 1 never falls, -1 never rises, -2 falls strictly, 0 neither or all equal.',
  ),
  benfordDeviation: define(
    'number',
    'share',
    'Benford deviation',
    "Mean absolute deviation of the shares of leading digits from Benford's law (Nigrini); only for at least 500 numbers over two orders of magnitude.",
  ),
  minLength: define('text', 'characters', 'Shortest', 'Unicode code points of the shortest present cell.'),
  maxLength: define('text', 'characters', 'Longest', 'Unicode code points of the longest present cell.'),
  meanLength: define('text', 'characters', 'Mean length', 'Unicode code points, over present cells.'),
  minBytes: define('text', 'bytes', 'Fewest bytes', 'UTF-8 bytes of the smallest present cell.'),
  maxBytes: define('text', 'bytes', 'Most bytes', 'UTF-8 bytes of the largest present cell.'),
  meanWords: define('text', 'words', 'Mean words', 'Runs of characters that are no white space, over present cells.'),
  maxWords: define('text', 'words', 'Most words', 'Of a present cell.'),
  manyWordsCount: define('text', 'cells', 'Several words', 'Present cells of more than one word.'),
  upperCaseCount: define('text', 'cells', 'Upper case', 'Present cells whose ASCII letters are all upper case.'),
  lowerCaseCount: define('text', 'cells', 'Lower case', 'Present cells whose ASCII letters are all lower case.'),
  mixedCaseCount: define('text', 'cells', 'Mixed case', 'Present cells with ASCII letters of both cases.'),
  digitsOnlyCount: define('text', 'cells', 'Digits only', 'Present cells of ASCII digits alone.'),
  nonAsciiCount: define('text', 'cells', 'Beyond ASCII', 'Present cells with a character beyond ASCII that is no white space.'),
  leadingSpaceCount: define('text', 'cells', 'Leading space', 'Present cells that begin with white space.'),
  trailingSpaceCount: define('text', 'cells', 'Trailing space', 'Present cells that end with white space.'),
  maskCount: define(
    'text',
    'values',
    'Formats',
    'Different format masks of present cells of at most 40 characters that are no plain numbers; no more than 1,000 are counted.',
  ),
  futureCount: define('time', 'cells', 'In the future', 'Dates and timestamps after the moment of the profile.'),
  impossibleCount: define('column', 'cells', 'Impossible dates', 'Cells in the form of a date that no calendar has, such as 2024-02-30.'),
  weekendCount: define('time', 'cells', 'On a weekend', 'Saturdays and Sundays, in UTC.'),
  longestGap: define('time', 'days', 'Longest gap', 'Between two dates or timestamps that follow each other in time.'),
  rows: define('table', 'rows', 'Rows', 'Data rows.'),
  columns: define('table', 'columns', 'Columns', 'Columns.'),
  duplicateRows: define(
    'table',
    'rows',
    'Duplicate rows',
    'Rows that repeat an earlier one in every cell, by 96 bits of a hash of the row.',
  ),
  completeness: define('table', 'share', 'Completeness', 'Share of all cells that are present.'),
  completeRows: define('table', 'rows', 'Complete rows', 'Rows whose every cell is present.'),
  emptyRows: define('table', 'rows', 'Empty rows', 'Rows whose no cell is present.'),
  qualityScore: define('table', 'number', 'Quality', 'Score of 0 to 100, as docs/quality.md works out.'),
  completenessScore: define('table', 'number', 'Completeness score', '100 × present cells / cells.'),
  validityScore: define(
    'table',
    'number',
    'Validity score',
    '100 × cells that keep what was checked / cells checked; left out where none was.',
  ),
  uniquenessScore: define(
    'table',
    'number',
    'Uniqueness score',
    '100 × rows that repeat none / rows, and rules of keys; left out where no cell is present.',
  ),
  consistencyScore: define(
    'table',
    'number',
    'Consistency score',
    '100 × cells that agree with the others / cells checked; left out where none was.',
  ),
  timelinessScore: define(
    'table',
    'number',
    'Timeliness score',
    '100 × the share of the rules of age that are kept; left out without such a rule.',
  ),
} as const satisfies Record<string, MetricDefinition>;

export type MetricId = keyof typeof metricCatalogue;
/** The metrics of a column. */
export type ColumnMetricId = { [Id in MetricId]: (typeof metricCatalogue)[Id]['scope'] extends 'table' ? never : Id }[MetricId];
