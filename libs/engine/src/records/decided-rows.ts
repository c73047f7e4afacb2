import type { DecidedPairs, PairVerdict } from '@millrace/contracts';

type Pair = readonly [number, number];

/** Decisions that were made by some columns, as rows of a table. */
export interface DecidedRows {
  readonly pairs: DecidedPairs['pairs'];
  /** The rows of each key that the pairs name. */
  readonly rowsOf: ReadonlyMap<string, readonly number[]>;
}

/** Two rows that were decided to be the same, which other decisions say are different. */
export interface DecisionConflict {
  readonly same: Pair;
  readonly different: Pair;
}

/** What people have decided, as a match obeys it. */
export interface Decided {
  readonly verdictOf: (a: number, b: number) => PairVerdict | null;
  /** Rows that are the same, as pairs that join them, and as groups. */
  readonly links: readonly Pair[];
  readonly groups: readonly (readonly number[])[];
  readonly conflicts: readonly DecisionConflict[];
  /** Decisions whose rows are both in the table, and others. */
  readonly met: number;
  readonly unmet: number;
}

const keyOf = ([a, b]: readonly [string, string]): string => (a <= b ? `${a} ${b}` : `${b} ${a}`);

/** What one set of decisions says of two rows, but for what follows from it. */
const lookUp = ({ pairs, rowsOf }: DecidedRows): ((a: number, b: number) => PairVerdict | null) => {
  const keys = new Map([...rowsOf].flatMap(([key, rows]) => rows.map((row) => [row, key] as const)));
  const verdicts = new Map(pairs.map((pair) => [keyOf(pair.keys), pair.decision]));
  return (a, b) => {
    const [x, y] = [keys.get(a), keys.get(b)];
    return x === undefined || y === undefined ? null : (verdicts.get(keyOf([x, y])) ?? null);
  };
};

/** The first two rows across two groups that a decision keeps apart. */
const apartAcross = (
  one: readonly number[],
  other: readonly number[],
  told: (a: number, b: number) => readonly (PairVerdict | null)[],
): Pair | null => {
  for (const a of one) for (const b of other) if (told(a, b).includes('different')) return [a, b];
  return null;
};

/**
 * Makes decisions on pairs hold for all rows that they name, and what follows from them: `same` and `same` make three rows one. Where that
 * would make one of rows that are `different`, they stay apart, and the `same` that asks for it, of several the oldest, is a conflict.
 */
export const decideRows = (sets: readonly DecidedRows[]): Decided => {
  const looks = sets.map(lookUp);
  const told = (a: number, b: number) => looks.map((look) => look(a, b));
  const groups = new Map<number, number[]>();
  const groupOf = (row: number): number[] => groups.get(row) ?? [row];
  const [links, conflicts]: [Pair[], DecisionConflict[]] = [[], []];
  const link = (a: number, b: number): void => {
    const [first, second] = [groupOf(a), groupOf(b)];
    if (first === second || a === b) return;
    const different = apartAcross(first, second, told);
    if (different !== null) {
      conflicts.push({ same: [a, b], different });
      return;
    }
    links.push([a, b]);
    const [large, small] = first.length < second.length ? [second, first] : [first, second];
    large.push(...small);
    for (const row of [large[0] ?? a, ...small]) groups.set(row, large);
  };
  let [met, unmet] = [0, 0];
  for (const { pairs, rowsOf } of sets)
    for (const { keys, decision } of pairs) {
      const [low = [], high = []] = keys.map((key) => rowsOf.get(key));
      const isMet = low.length > 0 && high.length > 0 && (keys[0] !== keys[1] || low.length > 1);
      met += Number(isMet);
      unmet += Number(!isMet);
      if (!isMet || decision !== 'same') continue;
      const [first = 0] = low;
      for (const row of [...high, ...low.slice(1)]) link(first, row);
    }
  const verdictOf = (a: number, b: number): PairVerdict | null => {
    const said = told(a, b);
    if (said.includes('different')) return 'different';
    const group = groups.get(a);
    if (group !== undefined && group === groups.get(b)) return 'same';
    return said.includes('undecided') ? 'undecided' : null;
  };
  return { verdictOf, links, groups: [...new Set(groups.values())], conflicts, met, unmet };
};

/** No table is matched against any decisions. */
export const nothingDecided: Decided = decideRows([]);
