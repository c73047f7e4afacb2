import type { MatchColumn } from './match-column';

/** Columns of which each two make a rule; the best ones. */
const mostColumns = 9;
/** Candidates for each row that all rules together may bring. */
const pairsForRow = 20;
const fewPairs = 100_000;
/** No block of more rows is ever compared, however few there are. */
const mostRows = 200;
const rowBits = 2 ** 21;

/** Rows that share a key, as sorted numbers `key * 2^21 + row`. */
const keyed = (rows: number, keyOf: (row: number) => number): Float64Array => {
  const found = new Float64Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row += 1) {
    const key = keyOf(row);
    if (key >= 0) found[count++] = key * rowBits + row;
  }
  return found.subarray(0, count).sort();
};

/** Calls back with each run of rows that share a key, two or more. */
const eachBlock = (sorted: Float64Array, onBlock: (from: number, to: number) => void): void => {
  for (let from = 0; from < sorted.length;) {
    const key = Math.floor((sorted[from] ?? 0) / rowBits);
    let to = from + 1;
    while (to < sorted.length && Math.floor((sorted[to] ?? 0) / rowBits) === key) to += 1;
    if (to - from > 1) onBlock(from, to);
    from = to;
  }
};

const mix = (a: number, b: number): number => {
  let hash = Math.imul(a + 1, 0x9e3779b1) ^ Math.imul(b + 1, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
};

/** What each rule takes for a row's key: two columns in what slips leave of them, or one column that tells most rows apart, as it is. */
const rulesOf = (columns: readonly MatchColumn[]): ((row: number) => number)[] => {
  const best = columns.toSorted((a, b) => a.coincidence - b.coincidence).slice(0, mostColumns);
  const pairs = best.flatMap((a, at) =>
    best.slice(at + 1).map((b) => (row: number): number => {
      const [x, y] = [a.roughs[row] ?? -1, b.roughs[row] ?? -1];
      return x < 0 || y < 0 ? -1 : mix(x, y);
    }),
  );
  const singles = best
    .filter(({ distinct, present }) => distinct * 2 >= present)
    .map(
      ({ codes }) =>
        (row: number): number =>
          codes[row] ?? -1,
    );
  return [...pairs, ...singles];
};

/** Pairs of rows `a * rows + b`, a < b, each once. */
const unique = (pairs: Float64Array): Float64Array => {
  pairs.sort();
  let count = 0;
  for (let at = 0; at < pairs.length; at += 1) if (at === 0 || pairs[at] !== pairs[at - 1]) pairs[count++] = pairs[at] ?? 0;
  return pairs.slice(0, count);
};

/**
 * Pairs of rows that may be the same: those that agree, slips apart, in two columns, or in one that tells most rows apart. Blocks that are
 * too large for the budget are left to other rules, smaller ones first, so that time grows with the rows and not with their square.
 */
export const findCandidates = (columns: readonly MatchColumn[], rows: number): Float64Array => {
  const rules = rulesOf(columns);
  const blocks = new Float64Array(mostRows + 1);
  for (const rule of rules)
    eachBlock(keyed(rows, rule), (from, to) => {
      if (to - from <= mostRows) blocks[to - from] = (blocks[to - from] ?? 0) + 1;
    });
  const budget = Math.max(fewPairs, rows * pairsForRow);
  let [largest, total] = [1, 0];
  for (let size = 2; size <= mostRows; size += 1) {
    const more = ((blocks[size] ?? 0) * size * (size - 1)) / 2;
    if (total + more > budget) break;
    total += more;
    largest = size;
  }
  const pairs = new Float64Array(total);
  let count = 0;
  for (const rule of rules) {
    const sorted = keyed(rows, rule);
    eachBlock(sorted, (from, to) => {
      if (to - from > largest) return;
      for (let i = from; i < to; i += 1)
        for (let j = i + 1; j < to; j += 1) pairs[count++] = ((sorted[i] ?? 0) % rowBits) * rows + ((sorted[j] ?? 0) % rowBits);
    });
  }
  return unique(pairs.subarray(0, count));
};
