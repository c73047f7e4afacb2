import type { Ingest } from '@millrace/contracts';

/** A table that was read. */
export interface ReadTable {
  readonly workingCopyPath: string;
  readonly ingest: Ingest;
  /** For people. */
  readonly name: string;
}

/** Where a command speaks. */
export interface Output {
  /** Progress, for a person. */
  readonly tell: (text: string) => void;
  /** A line of its result. */
  readonly print: (text: string) => void;
}
