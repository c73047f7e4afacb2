import type { ColumnProfile, Kind } from '@millrace/contracts';
import pl, { type DataFrame, type Expr } from 'nodejs-polars';
import { cell } from '../ingest/working-copy';
import { grammars, present, trimmed, type GrammarKind } from './grammar';

const topCount = 10;
const misfitCount = 10;
const bins = 20;

const record = (frame: DataFrame): Record<string, unknown> => (frame.toRecords() as Record<string, unknown>[])[0] ?? {};
const toNumber = (value: unknown): number => (value == null ? Number.NaN : Number(value));

export interface Frequencies {
  readonly distinct: number;
  readonly unique: number;
  readonly top: ColumnProfile['top'];
}

/** Groups one column by its cells. */
export const frequencies = (path: string, position: number): Frequencies => {
  const groups = pl
    .scanParquet(path)
    .select(present(pl.col(cell(position))).alias('value'))
    .filter(pl.col('value').isNotNull())
    .groupBy('value')
    .agg(pl.len().cast(pl.Float64).alias('count'))
    .collectSync({ engine: 'streaming' } as never);
  const lazy = groups.lazy();
  const once = pl.col('count').eq(pl.lit(1)).sum().cast(pl.Float64);
  const { unique } = record(lazy.select(once.alias('unique')).collectSync());
  const top = lazy
    .sort([pl.col('count'), pl.col('value')], [true, false])
    .limit(topCount)
    .collectSync()
    .toRecords() as { value: string; count: number }[];
  return { distinct: groups.height, unique: toNumber(unique), top: top.map(({ value, count }) => ({ value, count })) };
};

/** 0-based rows of the first cells that do not fit a grammar. */
export const misfitRows = (path: string, position: number, kind: GrammarKind): number[] => {
  const cells = present(pl.col(cell(position)));
  const frame = pl
    .scanParquet(path)
    .select(pl.col(cell(position)))
    .withRowIndex('row')
    .filter(cells.isNotNull().and(trimmed(cells).str.contains(grammars[kind]).not()))
    .limit(misfitCount)
    .collectSync();
  return (frame.toRecords() as { row: number }[]).map(({ row }) => row);
};

const isDate = /^(date|timestamp)$/;
const dayMs = 86_400_000;

/** Cells of a kind as numbers: dates and timestamps as milliseconds since 1970 UTC; ISO forms only, others are left out. */
const numeric = (column: Expr, kind: Kind): Expr => {
  const cells = trimmed(present(column));
  if (kind === 'date') return cells.str.strptime(pl.Date, '%Y-%m-%d').cast(pl.Int32).cast(pl.Float64).mul(pl.lit(dayMs));
  if (kind === 'timestamp')
    return cells.str
      .replace('T', ' ')
      .str.slice(0, 19)
      .str.strptime(pl.Datetime('ms'), '%Y-%m-%d %H:%M:%S')
      .cast(pl.Int64)
      .cast(pl.Float64);
  return cells.cast(pl.Float64, false);
};

export interface NumberSummary {
  readonly metrics: Record<string, number>;
  readonly histogram: ColumnProfile['histogram'];
}

/** Sorts one column of numbers: moments about a refined mean, quantiles of type 7, a histogram. */
export const summariseNumbers = (path: string, position: number, kind: Kind): NumberSummary => {
  const values = pl
    .scanParquet(path)
    .select(numeric(pl.col(cell(position)), kind).alias('x'))
    .filter(pl.col('x').isNotNull().and(pl.col('x').isFinite()))
    .sort(pl.col('x'))
    .collectSync();
  const n = values.height;
  if (n === 0) return { metrics: {}, histogram: null };
  const lazy = values.lazy();
  const x = pl.col('x');
  const at = (index: number) => x.slice(index, 1).sum();
  const quantile = (share: number, name: string): Expr => {
    const place = (n - 1) * share;
    const [low, part] = [Math.floor(place), place - Math.floor(place)];
    const first = at(low);
    return (
      part === 0
        ? first
        : first.add(
            at(low + 1)
              .sub(first)
              .mul(pl.lit(part)),
          )
    ).alias(name);
  };
  const rough = toNumber(record(lazy.select(x.mean().alias('mean')).collectSync())['mean']);
  const residual = x.sub(pl.lit(rough));
  const row = record(
    lazy
      .select(
        residual.mean().alias('shift'),
        residual.mul(residual).sum().alias('squares'),
        residual.sum().alias('residuals'),
        x.sum().alias('sum'),
        at(0).alias('min'),
        at(n - 1).alias('max'),
        quantile(0.05, 'q05'),
        quantile(0.25, 'q25'),
        quantile(0.5, 'median'),
        quantile(0.75, 'q75'),
        quantile(0.95, 'q95'),
        count(x.eq(pl.lit(0))).alias('zeroCount'),
        count(x.lt(pl.lit(0))).alias('negativeCount'),
      )
      .collectSync(),
  );
  const named = (...names: string[]) => Object.fromEntries(names.map((name) => [name, toNumber(row[name])]));
  const variance = n < 2 ? Number.NaN : (toNumber(row['squares']) - toNumber(row['residuals']) ** 2 / n) / (n - 1);
  const metrics = {
    ...named('min', 'max', 'q05', 'q25', 'median', 'q75', 'q95'),
    mean: rough + toNumber(row['shift']),
    ...(n < 2 ? {} : { std: Math.sqrt(Math.max(0, variance)) }),
    ...(isDate.test(kind) ? {} : named('sum', 'zeroCount', 'negativeCount')),
  };
  return { metrics, histogram: histogramOf(values, toNumber(row['min']), toNumber(row['max'])) };
};

const count = (expression: Expr): Expr => expression.sum().cast(pl.Float64);

const histogramOf = (values: DataFrame, min: number, max: number): ColumnProfile['histogram'] => {
  if (!(max > min)) return { edges: [min, max], counts: [values.height] };
  const edges = Array.from({ length: bins + 1 }, (_, at) => (at === bins ? max : min + ((max - min) * at) / bins));
  const x = pl.col('x');
  const inBin = (at: number) => x.gtEq(pl.lit(edges[at])).and(at === bins - 1 ? x.ltEq(pl.lit(max)) : x.lt(pl.lit(edges[at + 1])));
  const row = record(
    values
      .lazy()
      .select(...Array.from({ length: bins }, (_, at) => count(inBin(at)).alias(String(at))))
      .collectSync(),
  );
  return { edges, counts: Array.from({ length: bins }, (_, at) => toNumber(row[String(at)])) };
};

/** Rows that repeat an earlier one in every cell, by a 64-bit hash of each row. */
export const duplicateRows = (path: string, width: number): number => {
  const hash = Array.from({ length: width }, (_, position) =>
    pl
      .col(cell(position))
      .hash(position + 1, 7, 13, 29)
      .cast(pl.UInt64),
  ).reduce((sum, one, at) => sum.mul(pl.lit(31).cast(pl.UInt64)).add(one.mul(pl.lit(at * 2 + 1).cast(pl.UInt64))));
  const hashes = pl.scanParquet(path).select(hash.alias('hash')).collectSync();
  return (
    hashes.height -
    toNumber(record(hashes.lazy().select(pl.col('hash').nUnique().cast(pl.Float64).alias('distinct')).collectSync())['distinct'])
  );
};
