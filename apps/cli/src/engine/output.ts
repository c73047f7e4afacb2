import type { Ingest } from '@millrace/contracts';

/** A table that was read. */
export interface ReadTable {
  readonly workingCopyPath: string;
  readonly ingest: Ingest;
  /** What it was read from, where that is needed again. */
  readonly source: { readonly path: string; readonly formPath: string } | null;
  /** The file that it was read from. */
  readonly inputPath?: string;
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
