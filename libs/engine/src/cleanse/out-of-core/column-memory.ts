const MEBIBYTE = 1024 * 1024;
/** A process with its engine and a chunk at work. */
const processBytes = 200 * MEBIBYTE;
/** What a step takes of the columns that it looks at, as a multiple of them: as frame, as codes, and what it makes of them. */
const columnFactor = 3;
const bytesOfCell = 16;

/** Bytes that a process takes in which a step looks at whole columns. @param textBytes UTF-8 of all of their texts; @param cells how many those are */
export const columnMemory = (textBytes: number, cells: number): number => processBytes + columnFactor * (textBytes + bytesOfCell * cells);
