import type { SemanticDetection } from '@millrace/contracts';
import pl, { type Expr } from 'nodejs-polars';
import { cell } from '../ingest/working-copy';

import { detectSemanticTypes, grammarFor, mostValuesTried, type CountedValue } from './detect-semantic-types';
import { semanticTypes } from './registry';
import { valueText } from './value-text';

interface ColumnRequest {
  readonly position: number;
  readonly name: string;
  /** Cells that are not absent. */
  readonly presentCount: number;
}

const cellsSampled = 4 * mostValuesTried;

const integer = (value: number): Expr => pl.lit(value).cast(pl.Int64);
/** 2³² divided by the golden ratio: multiples of it modulo 2³² fill the range evenly, also along every period of the rows. */
const goldenStep = 2_654_435_769;
const range = 2 ** 32;

/** About `cellsSampled` of the cells that are not absent, spread over all of them, by value: the same cells each time. */
const sampleOf = (path: string, { position, presentCount }: ColumnRequest): CountedValue[] => {
  const limit = Math.min(range, Math.ceil((range * cellsSampled) / presentCount));
  const groups = pl
    .scanParquet(path)
    .select(valueText(pl.col(cell(position))).alias('value'))
    .filter(pl.col('value').isNotNull())
    .withRowIndex('row')
    .filter(pl.col('row').cast(pl.Int64).mul(integer(goldenStep)).modulo(integer(range)).lt(integer(limit)))
    .groupBy('value')
    .agg(pl.len().cast(pl.Float64).alias('count'))
    .sort([pl.col('count'), pl.col('value')], [true, false])
    .collectSync({ engine: 'streaming' } as never);
  return groups.toRecords() as unknown as CountedValue[];
};

/** How many cells of a column have the form of each detection, as expressions that stream. */
export const grammarCounts = (column: Expr, name: string, detections: readonly SemanticDetection[]): Expr[] =>
  detections.map(({ type }) =>
    valueText(column)
      .str.contains(grammarFor(name, semanticTypes[type]) ?? '^$')
      .sum()
      .cast(pl.Float64)
      .alias(type),
  );

/**
 * What a column of a working copy means: types are found on a bounded sample, spread evenly, of its cells; the form of each is then
 * counted over the whole column, and the share that passes a checksum or list is carried over from the sample.
 */
export const detectSemanticColumn = (path: string, request: ColumnRequest): SemanticDetection[] => {
  const { position, name, presentCount } = request;
  if (presentCount === 0) return [];
  const found = detectSemanticTypes(sampleOf(path, request), name);
  if (found.length === 0 || presentCount <= cellsSampled) return found;
  const [counts = {}] = pl
    .scanParquet(path)
    .select(...grammarCounts(pl.col(cell(position)), name, found))
    .collectSync({ engine: 'streaming' } as never)
    .toRecords() as Record<string, number>[];
  return found.flatMap((detection) => {
    const { minShare, confirm } = semanticTypes[detection.type] as { minShare: number; confirm?: unknown };
    const form = (counts[detection.type] ?? 0) / presentCount;
    const share = confirm === undefined ? form : Math.min(form, detection.share);
    if (share < minShare) return [];
    return [{ ...detection, share, confidence: (detection.confidence / detection.share) * share, sampled: confirm !== undefined }];
  });
};
