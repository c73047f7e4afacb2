import type { ColumnProfile, Finding, Relations } from '@millrace/contracts';

/** Thresholds by rule, where they differ from the documented ones. */
type Thresholds = Readonly<Record<string, number>>;
type Found = Omit<Finding, 'rule' | 'threshold'>;

/** Something about several columns that somebody should look at: adding one is one entry here. */
interface RelationRule {
  readonly rule: string;
  readonly threshold: number;
  readonly check: (relations: Relations, columns: readonly ColumnProfile[], threshold: number) => Found[];
}

const keyWord = /(^|[\s_.-])(id|key|code|uuid|guid|nr|no|number|isbn|sku|ean|iban)([\s_.-]|$)|Id$|ID$/i;
const plural = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;

const rules: readonly RelationRule[] = [
  {
    rule: 'nearKey',
    threshold: 0.99,
    check: ({ keys }, columns, threshold) =>
      keys.near.flatMap(({ column, repeats, exampleRows }) => {
        const { name, metrics } = columns[column]!;
        const share = metrics['distinctShare'] ?? 0;
        if (share < threshold) return [];
        return {
          severity: keyWord.test(name) ? 'warning' : 'info',
          column: name,
          measured: share,
          count: repeats,
          exampleRows,
          message: `The column would tell every row from every other, but ${plural(repeats, 'row')} repeat an earlier value.`,
          advice: 'If it is meant as a key, find out which of the rows with a value is right.',
        };
      }),
  },
  {
    rule: 'absentTogether',
    threshold: 0.95,
    check: ({ missingness: { correlation } }, columns, threshold) => {
      if (correlation === null) return [];
      // A group of columns is said once, by its first: each of the others goes with that one.
      const said = new Set<number>();
      return correlation.columns.flatMap((position, at) => {
        if (said.has(position)) return [];
        const others = correlation.columns.filter((_, other) => other > at && correlation.values[at]![other]! >= threshold);
        for (const other of others) said.add(other);
        if (others.length === 0) return [];
        const { name, metrics } = columns[position]!;
        const names = others.slice(0, 5).map((other) => `"${columns[other]!.name}"`);
        return {
          severity: 'info',
          column: name,
          measured: Math.min(...others.map((other) => correlation.values[at]![correlation.columns.indexOf(other)]!)),
          count: metrics['nullCount'] ?? 0,
          exampleRows: [],
          message: `Where it is absent, so mostly are ${names.join(', ')}${others.length > 5 ? ' and others' : ''}.`,
          advice: 'They come from one source or belong to one optional part: look for one reason, and fill them together.',
        };
      });
    },
  },
];

/** Findings about several columns at once. */
export const relationFindings = (relations: Relations | undefined, columns: readonly ColumnProfile[], thresholds: Thresholds): Finding[] =>
  relations === undefined
    ? []
    : rules.flatMap(({ rule, threshold: usual, check }) => {
        const threshold = thresholds[rule] ?? usual;
        return check(relations, columns, threshold).map((found) => ({ ...found, rule, threshold }));
      });
