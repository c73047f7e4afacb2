import { findMatches } from '@millrace/engine';
import type { Command } from '../command-line/command';
import type { Output, ReadTable } from './output';
import { readDecisions } from './read-decisions';
import { csvLine } from './write-quarantine';
import { writeWhole } from './write-whole';

/** Pairs that are less likely are not looked at by anybody. */
const reviewFrom = 0.3;

/** Finds rows that tell of the same thing, writes them group by group, and prints how many there are. */
export const matchFile = async (
  { workingCopyPath, ingest }: ReadTable,
  { json, columns, ignore, threshold, out, pairs, decisions }: Extract<Command, { name: 'match' }>,
  { tell, print }: Output,
): Promise<void> => {
  const decided = (await readDecisions(decisions, ingest)).pairs;
  tell('matching');
  const found = findMatches({
    workingCopyPath,
    ingest,
    ...(columns && { columns }),
    ignore: ignore ?? [],
    threshold,
    review: Math.min(reviewFrom, threshold),
    decided,
  });
  const { clusters, rows, candidates } = found;
  if (out !== null) {
    const lines = clusters.flatMap((members, cluster) => members.map((row) => csvLine([cluster, row, ...found.cellsOf(row)])));
    await writeWhole(out, [csvLine(['cluster', 'row', ...ingest.columns.map(({ name }) => name)]), ...lines].join(''));
  }
  if (pairs !== null) {
    // By which each row is known again, where somebody decides on the pair.
    const keys = [...found.keys()];
    // One after another: millions of them are more than one text can be.
    const lines = function* () {
      for (const some of [found.same, found.review])
        for (const pair of some) yield `${JSON.stringify({ ...pair, records: pair.rows.map((row) => keys[row]) })}\n`;
    };
    await writeWhole(pairs, lines());
  }
  const duplicates = clusters.reduce((sum, { length }) => sum + length - 1, 0);
  const counts = { rows, clusters: clusters.length, duplicates, toReview: found.reviewCount, compared: candidates };
  if (json) {
    print(JSON.stringify(counts));
    return;
  }
  print(`${rows} rows: ${duplicates} repeat another, in ${clusters.length} groups; ${found.reviewCount} pairs are to be looked at`);
  print(`  compared ${candidates} pairs by ${found.columns.map(({ name, comparator }) => `${name} (${comparator})`).join(', ')}`);
};
