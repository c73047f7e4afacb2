import type { ColumnProfile, Finding, FindingRuleName, Relations, Thresholds } from '@millrace/contracts';

type Found = Omit<Finding, 'rule' | 'threshold'>;

/** Something about several columns that somebody should look at: adding one is one entry here. */
interface RelationRule {
  readonly rule: FindingRuleName;
  readonly threshold: number;
  readonly check: (relations: Relations, columns: readonly ColumnProfile[], threshold: number) => Found[];
}

const keyWord = /(^|[\s_.-])(id|key|code|uuid|guid|nr|no|number|isbn|sku|ean|iban)([\s_.-]|$)|Id$|ID$/i;
const measureNames = { pearson: 'Pearson', spearman: 'Spearman', cramersV: "Cramér's V", eta: 'η' } as const;
const plural = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;

export const relationRules: readonly RelationRule[] = [
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
  {
    rule: 'strongCorrelation',
    threshold: 0.95,
    check: ({ correlations: { strongest, isSampled } }, columns, threshold) =>
      strongest
        .filter(({ measure, value }) => measure !== 'spearman' && Math.abs(value) >= threshold)
        .map(({ columns: [a, b], measure, value, rows }) => ({
          severity: 'info',
          column: columns[a]!.name,
          measured: value,
          count: rows,
          exampleRows: [],
          message: `It goes with "${columns[b]!.name}": ${measureNames[measure]} ${value.toFixed(3)} over ${plural(rows, isSampled ? 'sampled row' : 'row')}.`,
          advice: 'One of the two may be worked out from the other; a model needs only one.',
        })),
  },
  {
    rule: 'brokenDependency',
    threshold: 0,
    check: ({ dependencies: { found, isSampled } }, columns, threshold) =>
      found
        .filter(({ violations }) => violations > threshold)
        .map(({ determinants, dependent, support, violations, exampleRows }) => ({
          severity: 'warning',
          column: columns[dependent]!.name,
          measured: violations,
          count: violations,
          exampleRows,
          message: `${determinants.map((at) => `"${columns[at]!.name}"`).join(' and ')} decide it in ${plural(support - violations, isSampled ? 'sampled row' : 'row')}, and not in ${violations}.`,
          advice: 'Look at the rows named: one of their values is likely wrong.',
        })),
  },
];

/** Findings about several columns at once. */
export const relationFindings = (relations: Relations | undefined, columns: readonly ColumnProfile[], thresholds: Thresholds): Finding[] =>
  relations === undefined
    ? []
    : relationRules.flatMap(({ rule, threshold: usual, check }) => {
        const threshold = thresholds[rule] ?? usual;
        return check(relations, columns, threshold).map((found) => ({ ...found, rule, threshold }));
      });
