import type { ReadOptions } from '@millrace/contracts';
import type { IngestLimits } from './limits';

/** What is to be read. */
export interface IngestRequest {
  readonly sourcePath: string;
  readonly options: ReadOptions;
  /** Where the working copy goes; temporary files lie beside it. */
  readonly outputPath: string;
  /** Where rows that do not fit the table go, as JSON lines; written only when there are some. */
  readonly asidePath: string;
  /** Where the account of how each row is written goes, by which it can be written back byte for byte; only of plain UTF-8 text. */
  readonly formPath?: string;
  /** Of JSON: columns that the table has whether or not any row does, before those that are found. */
  readonly keys?: readonly string[];
  readonly onRows?: (rows: number) => void;
  readonly limits?: IngestLimits;
}
