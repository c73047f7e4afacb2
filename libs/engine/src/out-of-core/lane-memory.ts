const MEBIBYTE = 1024 * 1024;

/** Cells that are added to a table before its room is looked at again. */
export const cellsAtOnce = 4096;

/** A process with its engine, what it reads with, and what lies about until it is collected. */
const processBytes = 210 * MEBIBYTE;
/** Of a table of distinct values: key, slots, attributes and first row of each, and what its numbers are sorted in. */
const entryBytes = 90;
const [leastEntries, mostEntries] = [200_000, 4_000_000];

/** The least memory that the out-of-core lane works in. */
export const leastLaneBytes = processBytes + leastEntries * entryBytes;

/** What a profile in memory takes at most of each row, all of whose cells may be different, of each column, and of each cell that is read together. */
const [rowBytes, columnBytes, cellBytes, rowsAtOnce] = [92, 0.05 * MEBIBYTE, 10, 100_000] as const;

/** The most that a profile in memory takes of a table, whatever is in it. */
export const inMemoryBytes = (rows: number, columns: number): number =>
  90 * MEBIBYTE + rows * rowBytes + columns * columnBytes + columns * Math.min(rows, rowsAtOnce) * cellBytes;

/** Of what a job has beyond its process, the share that hashes of rows may take to stay in memory: they are gone through for every column. */
const rowShare = 0.6;

/** Bytes that the hashes of all rows may take together. */
export const rowMemoryWithin = (memoryBytes: number): number =>
  Math.max(0, Math.min((memoryBytes - processBytes) * rowShare, memoryBytes - leastLaneBytes));

/** How many distinct values a table may hold for a job to stay within its memory. */
export const entriesWithin = (memoryBytes: number): number =>
  Math.max(leastEntries, Math.min(mostEntries, Math.floor((memoryBytes - processBytes) / entryBytes)));
