/** One cell that should be another: columns by their places in the table, values as text. */
export interface Repair {
  readonly row: number;
  readonly column: number;
  readonly before: string | null;
  readonly after: string;
  /** 0 to 1. */
  readonly confidence: number;
  readonly reason: string;
}
