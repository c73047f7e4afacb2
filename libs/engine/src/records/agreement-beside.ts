import type { MatchColumn } from './match-column';
import { seededRandom } from './seeded-random';

const sampledPairs = 10_000;
/** Pairs of rows that have nothing to do with each other which there must be in a column before anything is said. */
const leastStrangers = 10;
/** Below, columns are taken for independent. */
const likelier = 3;

/** The rows of each text of a column, one after another, and where each text's begin. */
const byText = ({ codes, counts }: MatchColumn): { readonly rows: Int32Array; readonly starts: Int32Array } => {
  const starts = new Int32Array(counts.length + 1);
  for (const [code, count] of counts.entries()) starts[code + 1] = (starts[code] ?? 0) + count;
  const [rows, next] = [new Int32Array(starts[counts.length] ?? 0), starts.slice()];
  for (const [row, code] of codes.entries()) {
    if (code < 0) continue;
    const place = next[code] ?? 0;
    rows[place] = row;
    next[code] = place + 1;
  }
  return { rows, starts };
};

/**
 * Of each column, beside agreement in an earlier one, the chance that rows which are not the same agree: a postcode mostly decides a town.
 * Measured on pairs within the texts of the earlier column, each pair as likely, each as far as its rows have nothing to do with each other.
 * @param strangers the chance of that
 * @returns `[column][earlier]`; 0 where agreement is not much likelier than anywhere
 */
export const agreementBeside = (columns: readonly MatchColumn[], strangers: (a: number, b: number) => number): Float64Array[] => {
  const random = seededRandom();
  const found = columns.map(() => new Float64Array(columns.length));
  for (const [earlier, column] of columns.slice(0, -1).entries()) {
    const { rows, starts } = byText(column);
    const later = columns.slice(earlier + 1);
    const [seen, agreeing] = [new Float64Array(later.length), new Float64Array(later.length)];
    if (rows.length === column.distinct) continue;
    for (let at = 0; at < sampledPairs; at += 1) {
      const a = rows[Math.floor(random() * rows.length)] ?? 0;
      const code = column.codes[a] ?? 0;
      const [start, size] = [starts[code] ?? 0, column.counts[code] ?? 0];
      const b = rows[start + Math.floor(random() * size)] ?? 0;
      if (a === b) continue;
      // Rows are drawn alike, pairs shall be: a row of a large group has more of them.
      const weight = strangers(a, b) * size;
      for (const [place, { codes }] of later.entries()) {
        const [x, y] = [codes[a] ?? -1, codes[b] ?? -1];
        if (x < 0 || y < 0) continue;
        seen[place] = (seen[place] ?? 0) + weight;
        if (x === y) agreeing[place] = (agreeing[place] ?? 0) + weight;
      }
    }
    // A pair is drawn twice for each row that says something, with the weight of its group.
    const pairsOfDrawn = rows.length / (2 * sampledPairs);
    for (const [place, other] of later.entries()) {
      const chance = (agreeing[place] ?? 0) / Math.max(1, seen[place] ?? 0);
      const chances = found[earlier + 1 + place];
      if (chances && (seen[place] ?? 0) * pairsOfDrawn >= leastStrangers && chance > likelier * other.coincidence)
        chances[earlier] = chance;
    }
  }
  return found;
};
