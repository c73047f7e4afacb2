import type { TableEstimate } from './source';

const MEBIBYTE = 1024 * 1024;

/** A process that reads, and what it takes besides to open what is compressed. */
const [processBytes, inflatedBytes] = [54 * MEBIBYTE, 12 * MEBIBYTE] as const;
/** Text: each column, and each byte of the rows that are written together, which are at most so many. */
const [columnBytes, perTextByte, mostTogether] = [0.05 * MEBIBYTE, 2.4, 24 * MEBIBYTE] as const;
/** Parquet: the columnar engine, and of the largest row group each cell and each byte as text. */
const [engineBytes, perCell, perGroupByte] = [45 * MEBIBYTE, 25, 1.6] as const;

/**
 * Anonymous memory of writing a working copy, in bytes: the first stage of whatever job is a version's first. It does not grow with the
 * table but with what is read or written together. Measured by `npm run bench -- admission`; docs/adr/0005 has the figures.
 */
export const ingestBytes = ({ rows, columns, textBytes, basis, groupRows = rows }: TableEstimate): number => {
  if (basis === 'footer') {
    const together = Math.min(rows, groupRows);
    return processBytes + engineBytes + perCell * columns * together + perGroupByte * textBytes * (together / Math.max(1, rows));
  }
  const opened = basis === 'inflated' ? inflatedBytes : 0;
  return processBytes + opened + columnBytes * columns + perTextByte * Math.min(textBytes, mostTogether);
};
