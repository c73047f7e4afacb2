import type { Keys, Kind } from '@millrace/contracts';
import { SampleRepeats } from './sample-repeats';

const mostColumns = 30;
const mostUnchecked = 20;
const mostCandidates = 100;
/** Sampled cells that may be looked at to refute sets. */
const mostSampleCells = 5_000_000;

/** What is known of a column when the search for keys begins. */
export interface KeyColumn {
  readonly position: number;
  readonly kind: Kind;
  readonly absent: number;
  readonly distinct: number;
  /** Codes of the sampled rows; null where the column was not kept. */
  readonly codes: Int32Array | null;
}

export interface KeySearch {
  readonly rows: number;
  readonly columns: readonly KeyColumn[];
  readonly sampleRows: number;
  /** Cells that may be read again. */
  readonly cellsBudget: number;
  /** Whether columns tell all rows of the table apart, and the cells that were read to find out. */
  readonly verify: (positions: readonly number[]) => Promise<{ readonly isKey: boolean; readonly cellsRead: number }>;
}

/** Keys of which people mostly think come first. */
const kindOrder: readonly Kind[] = ['identifier', 'integer', 'text', 'category', 'timestamp', 'date', 'boolean', 'decimal', 'empty'];

function* subsets(size: number, of: 2 | 3): Generator<readonly number[]> {
  for (let a = 0; a < size; a += 1)
    for (let b = a + 1; b < size; b += 1)
      if (of === 2) yield [a, b];
      else for (let c = b + 1; c < size; c += 1) yield [a, b, c];
}

/**
 * The minimal keys of one to three columns. A set is left out where the product of its columns' distinct values is below the number of
 * rows, where a subset is a key, and where two sampled rows agree in it; what remains is checked over all rows. Those of the fewest
 * combinations come first. So a key that is given is one, and one that is not given is among the `unchecked` or lies beyond the limits that are said.
 */
export const findKeys = async (search: KeySearch): Promise<Omit<Keys, 'near'>> => {
  const { rows, columns, sampleRows, cellsBudget, verify } = search;
  const whole = sampleRows === rows;
  const found: (readonly number[])[] = [];
  const unchecked: (readonly number[])[] = [];
  const counts = { pairs: 0, triples: 0, refutedBySample: 0, readAgain: 0, cellsRead: 0 };
  const full = rows < 2 ? [] : columns.filter(({ absent }) => absent === 0);
  const singles = full.filter(({ distinct }) => distinct === rows);
  found.push(...singles.toSorted((a, b) => kindOrder.indexOf(a.kind) - kindOrder.indexOf(b.kind)).map(({ position }) => [position]));
  const able = full
    .filter(({ distinct, kind, codes }) => distinct > 1 && distinct < rows && kind !== 'decimal' && codes !== null)
    .toSorted((a, b) => b.distinct - a.distinct);
  const isSkipped = singles.length > 0 && !whole;
  const tried = isSkipped ? [] : able.slice(0, mostColumns).toSorted((a, b) => a.position - b.position);
  const repeats = new SampleRepeats(sampleRows);
  const open = new Set<string>();
  let isCut = false;
  for (const size of [2, 3] as const) {
    const product = (set: readonly number[]) => set.reduce((all, at) => all * tried[at]!.distinct, 1);
    const sets = [...subsets(tried.length, size)]
      .filter((set) => product(set) >= rows && !set.some((_, at) => size === 3 && open.has(set.toSpliced(at, 1).join())))
      .toSorted((a, b) => product(a) - product(b));
    for (const set of sets) {
      if (repeats.cellsSeen > mostSampleCells || found.length >= mostCandidates) {
        isCut = true;
        break;
      }
      counts[size === 2 ? 'pairs' : 'triples'] += 1;
      if (repeats.has(set.map((at) => tried[at]!.codes!))) {
        counts.refutedBySample += 1;
        continue;
      }
      const positions = set.map((at) => tried[at]!.position);
      if (!whole && counts.cellsRead + size * rows > cellsBudget) {
        isCut = true;
        open.add(set.join());
        if (unchecked.length < mostUnchecked) unchecked.push(positions);
        continue;
      }
      const answer = whole ? { isKey: true, cellsRead: 0 } : await verify(positions);
      if (!whole) counts.readAgain += 1;
      counts.cellsRead += answer.cellsRead;
      if (!answer.isKey) continue;
      open.add(set.join());
      found.push(positions);
    }
  }
  return {
    candidates: found.map((set) => ({ columns: [...set] })),
    unchecked: unchecked.map((set) => ({ columns: [...set] })),
    search: {
      columns: tried.length,
      ...counts,
      cellsBudget,
      limit: isSkipped ? 'singleKey' : isCut ? 'budget' : able.length > tried.length ? 'columns' : 'none',
    },
  };
};
