import type { Finding, RecordCluster } from '@millrace/contracts';
import { findMatches } from '@millrace/engine';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ResultFile } from './protocol';
import type { UseCase } from './use-case';

type Found = ReturnType<typeof findMatches>;

function* asJson(values: Iterable<object>): Generator<string> {
  for (const value of values) yield JSON.stringify(value);
}
function* some<T>(values: Iterable<T>, most: number): Generator<T> {
  let count = 0;
  for (const value of values) {
    if (count++ === most) return;
    yield value;
  }
}
function* withEnds(lines: Iterable<string>): Generator<string> {
  for (const line of lines) yield `${line}\n`;
}

/** Pairs that are shown with their cells, and pairs that are written: a table in which each thing is told of often has millions. */
const [mostShown, mostWritten] = [5000, 200_000];

function* clusterLines({ clusters, same }: Found): Generator<RecordCluster> {
  const clusterOf = new Map(clusters.flatMap((rows, at) => rows.map((row) => [row, at] as const)));
  const least = clusters.map(() => 1);
  for (const { rows, probability } of same) {
    const at = clusterOf.get(rows[0]);
    if (at !== undefined && at === clusterOf.get(rows[1])) least[at] = Math.min(least[at] ?? 1, probability);
  }
  for (const [cluster, rows] of clusters.entries()) yield { cluster, rows: [...rows], confidence: least[cluster] ?? 1 };
}

/** Decisions that contradict each other, as somebody has to look at them again. */
const conflictFinding = ({ decided: { conflicts } }: Found): Finding[] => {
  const [first] = conflicts;
  if (first === undefined) return [];
  const told = ([a, b]: readonly [number, number]) => `rows ${a} and ${b}`;
  return [
    {
      rule: 'conflictingDecisions',
      severity: 'warning',
      column: null,
      message: `${told(first.same)} were decided to be the same, which would make one of ${told(first.different)}, decided to be different`,
      measured: null,
      threshold: null,
      count: conflicts.length,
      exampleRows: [...new Set(conflicts.flatMap(({ same, different }) => [...same, ...different]))].slice(0, 10),
      advice: 'The rows were kept apart. Decide again on one of the pairs.',
    },
  ];
};

/** Job `dataset.match`: the rows that tell of the same thing, in groups, and the pairs that somebody has to look at. */
export const matchDataset: UseCase<'dataset.match'> = async ({ table, parameters, decidedPairs, outputDir, onProgress }) => {
  const { columns, comparators, identifiedBy, ...options } = parameters;
  const found = findMatches({
    workingCopyPath: table.path,
    ingest: table.ingest,
    ...options,
    ...(columns && { columns }),
    ...(comparators && { comparators }),
    ...(identifiedBy && { identifiedBy }),
    ...(decidedPairs && { decided: decidedPairs }),
  });
  onProgress('match', 0.8);
  const compared = new Set(found.columns.map(({ name }) => name));
  const cellsOf = (row: number) => {
    const cells = found.cellsOf(row);
    return Object.fromEntries(table.ingest.columns.flatMap(({ name }, at) => (compared.has(name) ? [[name, cells[at] ?? null]] : [])));
  };
  const reviewLines = function* () {
    let shown = 0;
    for (const pair of some(found.review, mostWritten))
      yield shown++ < mostShown ? { ...pair, cells: [cellsOf(pair.rows[0]), cellsOf(pair.rows[1])] } : pair;
  };
  const write = async (kind: ResultFile['kind'], fileName: string, mediaType: string, lines: Iterable<string>): Promise<ResultFile> => {
    const path = join(outputDir, fileName);
    await pipeline(Readable.from(withEnds(lines)), createWriteStream(path));
    return { kind, path, fileName, mediaType };
  };
  const writeValues = (kind: ResultFile['kind'], fileName: string, values: Iterable<object>) =>
    write(kind, fileName, 'application/x-ndjson', asJson(values));
  const findings = conflictFinding(found);
  return {
    files: [
      await writeValues('clusters', 'clusters.ndjson', clusterLines(found)),
      await writeValues('samePairs', 'same-pairs.ndjson', some(found.same, mostWritten)),
      await writeValues('reviewPairs', 'review-pairs.ndjson', reviewLines()),
      await write('recordKeys', 'record-keys.txt', 'text/plain', found.keys()),
    ],
    summary: {
      rows: found.rows,
      clusters: found.clusters.length,
      duplicates: found.clusters.reduce((sum, { length }) => sum + length - 1, 0),
      toReview: found.reviewCount,
      compared: found.candidates,
      decisionsMet: found.decided.met,
      decisionsUnmet: found.decided.unmet,
      findings: findings.length,
    },
    findings,
    metrics: [],
  };
};
