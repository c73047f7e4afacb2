import type { Statistic } from './statistic';

export const count: Statistic = ({ rows }) => rows;
export const nullCount: Statistic = (column) => column.rows - column.present();
export const nullShare: Statistic = (column) => (column.rows === 0 ? 0 : (column.rows - column.present()) / column.rows);
export const emptyCount: Statistic = ({ absent }) => absent;
export const tokenNullCount: Statistic = (column) => column.classCounts().nullToken;
/** Of all cells with text, also tokens for "no value". */
export const paddedCount: Statistic = (column) => column.texts().padded;
export const impossibleCount: Statistic = (column) => column.classCounts().impossibleDate || undefined;
