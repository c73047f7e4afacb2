import { linearPattern, type SurvivorshipRule } from '@millrace/contracts';
import { dateOf } from './comparators/dates';

/** A column as rows of a group are merged by it. */
export interface MergeColumn {
  readonly name: string;
  readonly cellOf: (row: number) => string | null;
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

const isNumber = (text: string): boolean => text.trim() !== '' && Number.isFinite(Number(text));
const byOrder = (a: string, b: string): number => (isNumber(a) && isNumber(b) ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0);
const isThere = (cell: string | null): cell is string => cell !== null && cell.trim() !== '';
/** The first of those that no other comes before. */
const best = (candidates: readonly Candidate[], before: (a: Candidate, b: Candidate) => boolean): Candidate | undefined =>
  candidates.reduce<Candidate | undefined>((top, one) => (top === undefined || before(one, top) ? one : top), undefined);
const highest = (candidates: readonly Candidate[], of: (candidate: Candidate) => number): Candidate | undefined =>
  best(candidates, (a, b) => of(a) > of(b));

/** Chooses, of rows that are the same, the cells that stay. */
export class Survivorship {
  private readonly patterns: ReadonlyMap<string, (text: string) => boolean>;
  private readonly recent: MergeColumn | undefined;
  private readonly source: MergeColumn | undefined;

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

  /** The cell of one column that stays of a group of rows; null where none of them has any. */
  of(rows: readonly number[], column: MergeColumn, rule: SurvivorshipRule): Survivor | null {
    const candidates = rows.flatMap((row): Candidate[] => {
      const value = column.cellOf(row);
      return isThere(value) ? [{ row, value }] : [];
    });
    const chosen = this.choose(candidates, column.name, rule);
    return chosen === undefined ? null : { value: chosen.value, from: chosen.row, reason: this.reasonOf(candidates, chosen, rule) };
  }

  private choose(candidates: readonly Candidate[], column: string, rule: SurvivorshipRule): Candidate | undefined {
    if (typeof rule !== 'string') return highest(candidates, ({ row }) => this.rankOf(rule.highest, row) ?? Number.NEGATIVE_INFINITY);
    const { order = [] } = this.options.sourceBy ?? {};
    const valid = candidates.filter(({ value }) => this.patterns.get(column)?.(value) ?? true);
    const dateAt = ({ row }: Candidate) => dateOf(this.recent?.cellOf(row)?.trim() ?? '') ?? '';
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
      mostRecent: () => best(candidates, (a, b) => dateAt(a) > dateAt(b)),
      source: () => highest(candidates, trustIn),
      min: () => best(candidates, (a, b) => byOrder(a.value, b.value) < 0),
      max: () => best(candidates, (a, b) => byOrder(a.value, b.value) > 0),
    }[rule]();
  }

  private reasonOf(candidates: readonly Candidate[], { value, row }: Candidate, rule: SurvivorshipRule): string {
    if (typeof rule !== 'string') return `by the highest ${rule.highest}`;
    if (rule === 'mostFrequent') return `${countOf(candidates, value)} of ${candidates.length} rows have it`;
    return rule === 'mostComplete' ? `${this.cellsOf(row)} cells of its row are there` : `by the rule ${rule}`;
  }

  private cellsOf(row: number): number {
    return this.columns.reduce((sum, { cellOf }) => sum + Number(isThere(cellOf(row))), 0);
  }
}

const countOf = (candidates: readonly Candidate[], value: string): number => candidates.filter((one) => one.value === value).length;
