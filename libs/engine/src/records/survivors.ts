import { defaultNullTokens, Fault, linearPattern, type SurvivorshipRule } from '@millrace/contracts';
import { isNullWord } from '../rules/null-evidence';
import { areDates, readDates } from './read-dates';
import { areNumbers, readNumbers } from './read-numbers';
import type { Reading } from './reading';

/** A column as rows of a group are merged by it. */
export interface MergeColumn {
  readonly name: string;
  readonly cellOf: (row: number) => string | null;
  /** Its different texts: how one of them is read is said by all. */
  readonly values: readonly string[];
}

export interface Survivor {
  readonly value: string;
  /** The row that has it. */
  readonly from: number;
  readonly reason: string;
}

/** What the rules of a merge are told. */
export interface SurvivorshipOptions {
  readonly recentBy?: string | undefined;
  readonly sourceBy?: { readonly column: string; readonly order: readonly string[] } | undefined;
  readonly valid?: Readonly<Record<string, string>> | undefined;
}

interface Candidate {
  readonly row: number;
  readonly value: string;
}

/** What nobody writes who means something; a word that may be one of the column's counts. */
const tokens: ReadonlySet<string> = new Set(defaultNullTokens.filter((token) => !isNullWord(token)));
const isThere = (cell: string | null): cell is string => cell !== null && !tokens.has(cell.trim().toLowerCase());
/** The first of those that no other comes before. */
const best = (candidates: readonly Candidate[], before: (a: Candidate, b: Candidate) => boolean): Candidate | undefined =>
  candidates.reduce<Candidate | undefined>((top, one) => (top === undefined || before(one, top) ? one : top), undefined);
const highest = (candidates: readonly Candidate[], of: (candidate: Candidate) => number): Candidate | undefined =>
  best(candidates, (a, b) => of(a) > of(b));

/** How the values of a column follow one another: as numbers or dates where most are, the others before all of them; as texts otherwise. */
const orderOf = (values: readonly string[]): Reading | null => {
  const texts = values.filter(isThere);
  return areNumbers(texts) ? readNumbers(texts) : areDates(texts) ? readDates(texts) : null;
};

/** Chooses, of rows that are the same, the cells that stay. */
export class Survivorship {
  private readonly patterns: ReadonlyMap<string, (text: string) => boolean>;
  private readonly recent: MergeColumn | undefined;
  private readonly source: MergeColumn | undefined;
  private readonly orders = new Map<string, Reading | null>();
  private dates: Reading | undefined;

  /** @param rankOf the number that a rule of the caller's own gives a row; null where it gives none */
  constructor(
    private readonly columns: readonly MergeColumn[],
    private readonly options: SurvivorshipOptions,
    private readonly rankOf: (expression: string, row: number) => number | null = () => null,
  ) {
    const find = (name: string | undefined) => columns.find((column) => column.name === name);
    [this.recent, this.source] = [find(options.recentBy), find(options.sourceBy?.column)];
    this.patterns = new Map(Object.entries(options.valid ?? {}).map(([name, pattern]) => [name, linearPattern(pattern)]));
  }

  /**
   * The cell of one column that stays of a group of rows; null where none of them has any.
   * @throws Fault `invalid-recipe` where that depends on how a column is read, and the column does not say how
   */
  of(rows: readonly number[], column: MergeColumn, rule: SurvivorshipRule): Survivor | null {
    const candidates = rows.flatMap((row): Candidate[] => {
      const value = column.cellOf(row);
      return isThere(value) ? [{ row, value }] : [];
    });
    const chosen = this.choose(candidates, column, rule);
    return chosen === undefined ? null : { value: chosen.value, from: chosen.row, reason: this.reasonOf(candidates, chosen, rule) };
  }

  private choose(candidates: readonly Candidate[], column: MergeColumn, rule: SurvivorshipRule): Candidate | undefined {
    if (typeof rule !== 'string') return highest(candidates, ({ row }) => this.rankOf(rule.highest, row) ?? Number.NEGATIVE_INFINITY);
    const { order = [] } = this.options.sourceBy ?? {};
    const valid = candidates.filter(({ value }) => this.patterns.get(column.name)?.(value) ?? true);
    const trustIn = ({ row }: Candidate) => {
      const rank = order.indexOf(this.source?.cellOf(row) ?? '');
      return rank < 0 ? -order.length : -rank;
    };
    return {
      first: () => candidates[0],
      mostFrequent: () => highest(candidates, ({ value }) => countOf(candidates, value)),
      mostComplete: () => highest(candidates, ({ row }) => this.cellsOf(row)),
      longest: () => highest(candidates, ({ value }) => value.length),
      longestValid: () => highest(valid.length > 0 ? valid : candidates, ({ value }) => value.length),
      mostRecent: () => this.mostRecent(candidates),
      source: () => highest(candidates, trustIn),
      min: () => this.farthest(candidates, column, -1),
      max: () => this.farthest(candidates, column, 1),
    }[rule]();
  }

  private mostRecent(candidates: readonly Candidate[]): Candidate | undefined {
    const { recent } = this;
    if (!recent) return candidates[0];
    this.dates ??= readDates(recent.values.filter(isThere));
    if (!candidates.some(({ row }) => this.hasDate(row))) this.refuseUnread(candidates, recent);
    return topBy(candidates, this.dates, ({ row }) => recent.cellOf(row) ?? '', recent.name);
  }

  /** Words say of no row when it is from; numbers may, in a way that nobody reads here, and then the first row is not the most recent one. */
  private refuseUnread(candidates: readonly Candidate[], { name, cellOf }: MergeColumn): void {
    const [one, other] = new Set(candidates.flatMap(({ row }) => /\p{N}/u.exec(cellOf(row) ?? '')?.input.trim() ?? []));
    if (one === undefined || other === undefined) return;
    throw new Fault('invalid-recipe', `Which row is the most recent is to follow from "${name}", and "${one}" is no date that is read.`, {
      advice: `Write dates there by a step before it, or name a number by {"highest": "${name}"} in place of mostRecent.`,
      place: { column: name },
    });
  }

  /** @param sign 1 for the last in order, -1 for the first */
  private farthest(candidates: readonly Candidate[], { name, values }: MergeColumn, sign: 1 | -1): Candidate | undefined {
    const known = this.orders.get(name);
    const order = known === undefined ? orderOf(values) : known;
    this.orders.set(name, order);
    if (order === null) return best(candidates, (a, b) => (sign > 0 ? a.value > b.value : a.value < b.value));
    return topBy(candidates, order, ({ value }) => value, name, sign);
  }

  private reasonOf(candidates: readonly Candidate[], { value, row }: Candidate, rule: SurvivorshipRule): string {
    if (typeof rule !== 'string') return `by the highest ${rule.highest}`;
    if (rule === 'mostRecent' && this.recent && !this.hasDate(row)) return `the first; no row has a date in ${this.recent.name}`;
    if (rule === 'mostFrequent') return `${countOf(candidates, value)} of ${candidates.length} rows have it`;
    return rule === 'mostComplete' ? `${this.cellsOf(row)} cells of its row are there` : `by the rule ${rule}`;
  }

  private hasDate(row: number): boolean {
    return this.dates?.ways.some((way) => way(this.recent?.cellOf(row) ?? '') !== null) === true;
  }

  private cellsOf(row: number): number {
    return this.columns.reduce((sum, { cellOf }) => sum + Number(isThere(cellOf(row))), 0);
  }
}

const countOf = (candidates: readonly Candidate[], value: string): number => candidates.filter((one) => one.value === value).length;

/**
 * The first of the candidates that no other is beyond, by what their texts stand for; those of which the text is nothing of the kind come last.
 * @param column that the texts are of
 * @throws Fault `invalid-recipe` where the ways to read the column do not agree on the cell that stays
 */
const topBy = (
  candidates: readonly Candidate[],
  { ways, advice }: Reading,
  textOf: (candidate: Candidate) => string,
  column: string,
  sign: 1 | -1 = 1,
): Candidate | undefined => {
  const tops = ways.map((read) =>
    highest(candidates, (candidate) => {
      const value = read(textOf(candidate));
      return value === null ? Number.NEGATIVE_INFINITY : sign * value;
    }),
  );
  const [top, other = top] = tops;
  if (top?.value === other?.value) return top;
  throw new Fault('invalid-recipe', `The cells of "${column}" can be read in two ways, and which cell stays depends on it.`, {
    advice,
    place: { column },
  });
};
