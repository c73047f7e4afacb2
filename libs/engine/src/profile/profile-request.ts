import type { Contract, Ingest, RelationMode, Thresholds } from '@millrace/contracts';

export interface ProfileRequest {
  readonly workingCopyPath: string;
  readonly ingest: Ingest;
  /** Called after each column with the share of the work that is done, 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
  /** Of finding rules, by their names, where they are to differ from the documented ones. */
  readonly thresholds?: Thresholds;
  /** The moment of the profile in milliseconds since 1970 UTC: later dates lie in the future. */
  readonly now?: number;
  /** How much is done about relations between columns; `sample` where it is left out. */
  readonly relations?: RelationMode;
  /** What the table is checked against, and where the rows that break a rule go. */
  readonly contract?: { readonly contract: Contract; readonly failingRowsPath: string } | undefined;
}

/** Repeated rows that are shown. */
export const exampleRows = 10;
