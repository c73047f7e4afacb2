import type { RecordCluster } from '@millrace/contracts';
import { findMatches } from '@millrace/engine';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ResultFile } from './protocol';
import type { UseCase } from './use-case';

type Found = ReturnType<typeof findMatches>;

/** Pairs that are shown with their cells. */
const mostShown = 5000;

function* clusterLines({ clusters, same }: Found): Generator<RecordCluster> {
  const clusterOf = new Map(clusters.flatMap((rows, at) => rows.map((row) => [row, at] as const)));
  const least = clusters.map(() => 1);
  for (const { rows, probability } of same) {
    const at = clusterOf.get(rows[0]);
    if (at !== undefined && at === clusterOf.get(rows[1])) least[at] = Math.min(least[at] ?? 1, probability);
  }
  for (const [cluster, rows] of clusters.entries()) yield { cluster, rows: [...rows], confidence: least[cluster] ?? 1 };
}

/** Job `dataset.match`: the rows that tell of the same thing, in groups, and the pairs that somebody has to look at. */
export const matchDataset: UseCase<'dataset.match'> = async ({ table, parameters, outputDir, onProgress }) => {
  const { columns, comparators, ...options } = parameters;
  const found = findMatches({
    workingCopyPath: table.path,
    ingest: table.ingest,
    ...options,
    ...(columns && { columns }),
    ...(comparators && { comparators }),
  });
  onProgress('match', 0.8);
  const compared = new Set(found.columns.map(({ name }) => name));
  const cellsOf = (row: number) => {
    const cells = found.cellsOf(row);
    return Object.fromEntries(table.ingest.columns.flatMap(({ name }, at) => (compared.has(name) ? [[name, cells[at] ?? null]] : [])));
  };
  const reviewLines = function* () {
    let shown = 0;
    for (const pair of found.review) yield shown++ < mostShown ? { ...pair, cells: [cellsOf(pair.rows[0]), cellsOf(pair.rows[1])] } : pair;
  };
  const write = async (kind: ResultFile['kind'], fileName: string, values: () => Iterable<object>): Promise<ResultFile> => {
    const path = join(outputDir, fileName);
    const lines = function* () {
      for (const value of values()) yield `${JSON.stringify(value)}\n`;
    };
    await pipeline(Readable.from(lines()), createWriteStream(path));
    return { kind, path, fileName, mediaType: 'application/x-ndjson' };
  };
  return {
    files: [
      await write('clusters', 'clusters.ndjson', () => clusterLines(found)),
      await write('samePairs', 'same-pairs.ndjson', () => found.same),
      await write('reviewPairs', 'review-pairs.ndjson', reviewLines),
    ],
    summary: {
      rows: found.rows,
      clusters: found.clusters.length,
      duplicates: found.clusters.reduce((sum, { length }) => sum + length - 1, 0),
      toReview: found.reviewCount,
      compared: found.candidates,
    },
    findings: [],
    metrics: [],
  };
};
