import type { Database } from './database';
import { RowValues } from './row-values';

/** What ended runs of a kind and format took of their estimates. */
export interface RunHistory {
  /** Peak ÷ estimate of each, newest first. */
  readonly peakRatios: number[];
  /** Milliseconds of work for each byte of estimate. */
  readonly msPerByte: number[];
}

const newest = 200;

/** What admission learns from. */
export class HistoryStore {
  constructor(private readonly database: Database) {}

  /**
   * Of the newest runs that ended well and were measured. A job whose need was raised counts with what it took in the end. What was
   * planned out of core does not count: its estimate is of the job in memory, and its peak is not.
   */
  async of(kind: string, format: string | null): Promise<RunHistory> {
    const rows = await this.database.rows(
      `SELECT j.peak_bytes / j.estimate_bytes AS ratio, TIMESTAMPDIFF(MICROSECOND, j.started_at, j.finished_at) / 1000 / j.estimate_bytes AS ms_per_byte
       FROM jobs j JOIN versions v ON v.id = j.version_id
       WHERE j.state = 'completed' AND j.kind = ? AND v.format <=> ? AND j.estimate_bytes > 0 AND j.peak_bytes > 0
         AND COALESCE(JSON_VALUE(j.parameters, '$.lane'), 'auto') <> 'outOfCore'
       ORDER BY j.finished_at DESC LIMIT ?`,
      [kind, format, newest],
    );
    const values = rows.map((raw) => new RowValues(raw));
    return { peakRatios: values.map((row) => row.number('ratio')), msPerByte: values.map((row) => row.number('ms_per_byte')) };
  }
}
