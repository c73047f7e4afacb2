import type { Step } from './step-registry';
import { reachOf } from './step-reach';

const MEBIBYTE = 1024 * 1024;
/** The least that a cleansing out of core works in: its process, and a row group of the working copy at work. */
export const leastCleanseBytes = 256 * MEBIBYTE;
/** A process beside the columns that a step looks at, and what it takes of them: as frame, as codes, and what it makes of them. */
const [processBytes, columnFactor, bytesOfCell] = [200 * MEBIBYTE, 3, 16] as const;

/**
 * Whether a step holds whole columns in memory while it is done out of core: of sparse ones only the absent cells are counted, and numbers
 * are held only where they are found to have commas before their fractions.
 */
export const holdsColumns = (step: Step): boolean =>
  reachOf(step) === 'columns' && step.step !== 'dropSparseColumns' && !(step.step === 'castColumn' && step.to !== 'date');

/** Bytes that a process takes out of core whose step holds whole columns. @param textBytes UTF-8 of all of their texts; @param cells how many those are */
export const bytesOfHeld = (textBytes: number, cells: number): number => processBytes + columnFactor * (textBytes + bytesOfCell * cells);
