import type { Finding } from '@millrace/contracts';

/** What the agents know of a dataset: schema, statistics, masks and findings. There is no field for a raw cell. */
export interface DatasetSubject {
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly ColumnSubject[];
  readonly findings: readonly Finding[];
}

export interface ColumnSubject {
  readonly name: string;
  readonly kind: string;
  /** Metric id → value; whatever is no finite number is left out. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Masks of frequent values, such as `Aa-999`. */
  readonly masks: readonly string[];
}
