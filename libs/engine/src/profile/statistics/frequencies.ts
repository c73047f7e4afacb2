import type { Statistic } from './statistic';

export const distinctCount: Statistic = (column) => column.frequencies().distinct;
export const uniqueCount: Statistic = (column) => column.frequencies().unique;
export const duplicateCount: Statistic = (column) => column.present() - column.frequencies().distinct;
export const distinctShare: Statistic = (column) => (column.present() === 0 ? undefined : column.frequencies().distinct / column.present());
export const topShare: Statistic = (column) => (column.present() === 0 ? undefined : column.frequencies().top / column.present());

/** log2 n - (sum of c log2 c) / n, which is the sum of -p log2 p. */
export const entropy: Statistic = (column) => {
  const n = column.present();
  const { distinct, logs } = column.frequencies();
  return n === 0 ? undefined : distinct === 1 ? 0 : Math.max(0, Math.log2(n) - logs / n);
};

export const evenness: Statistic = (column) => {
  const { distinct } = column.frequencies();
  const bits = entropy(column);
  return bits === undefined || distinct < 2 ? undefined : Math.min(1, bits / Math.log2(distinct));
};

export const giniImpurity: Statistic = (column) => {
  const n = column.present();
  return n === 0 ? undefined : 1 - column.frequencies().squares / n / n;
};
