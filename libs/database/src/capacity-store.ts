import type { Database } from './database';
import type { Host } from './host-store';
import { RowValues } from './row-values';

/** What waits and runs in one class queue. */
export interface ClassLoad {
  readonly queue: string;
  /** Jobs that could start now if there were room: published or about to be. */
  readonly ready: number;
  readonly readyBytes: number;
  /** How long they are expected to run, one after the other, in milliseconds. */
  readonly readyMs: number;
  readonly running: number;
  readonly runningBytes: number;
  /** Of what runs, half of what it was expected to take. */
  readonly runningMs: number;
  /** Age of the oldest ready job. */
  readonly oldestSeconds: number;
}

const aliveSeconds = 30;
/** What a job is taken to work off in a millisecond until runs of its kind have been measured. */
const guessedBytesPerMs = 20_000;
const isReady = `(state = 'queued' OR (state = 'pending' AND available_at <= UTC_TIMESTAMP(3)))`;
const expected = `COALESCE(expected_ms, need_bytes / ${guessedBytesPerMs})`;

/** What all hosts offer and what all jobs ask for. */
export class CapacityStore {
  constructor(private readonly database: Database) {}

  /** The data workers that live. */
  async hosts(): Promise<Host[]> {
    const rows = await this.database.rows(
      `SELECT * FROM worker_hosts WHERE role = 'data' AND seen_at > UTC_TIMESTAMP(3) - INTERVAL ? SECOND ORDER BY budget_bytes, id`,
      [aliveSeconds],
    );
    return rows
      .map((raw) => new RowValues(raw))
      .map((row) => ({
        id: row.text('id'),
        role: row.text('role'),
        budgetBytes: row.number('budget_bytes'),
        reservedBytes: row.number('reserved_bytes'),
        usedBytes: row.number('used_bytes'),
        jobs: row.number('jobs'),
        slots: row.number('slots'),
        isPressed: row.number('is_pressed') === 1,
      }));
  }

  /** The class queues that have anything in them. */
  async classes(): Promise<ClassLoad[]> {
    const rows = await this.database.rows(
      `SELECT queue, SUM(${isReady}) AS ready, SUM(IF(${isReady}, need_bytes, 0)) AS ready_bytes, SUM(IF(${isReady}, ${expected}, 0)) AS ready_ms,
         SUM(state = 'running') AS running, SUM(IF(state = 'running', need_bytes, 0)) AS running_bytes,
         SUM(IF(state = 'running', ${expected}, 0)) / 2 AS running_ms,
         COALESCE(MAX(IF(${isReady}, TIMESTAMPDIFF(SECOND, COALESCE(waiting_since, available_at), UTC_TIMESTAMP(3)), 0)), 0) AS oldest_seconds
       FROM jobs WHERE state IN ('pending', 'queued', 'running') AND queue LIKE 'data-%' GROUP BY queue`,
    );
    return rows
      .map((raw) => new RowValues(raw))
      .map((row) => ({
        queue: row.text('queue'),
        ready: row.number('ready'),
        readyBytes: row.number('ready_bytes'),
        readyMs: row.number('ready_ms'),
        running: row.number('running'),
        runningBytes: row.number('running_bytes'),
        runningMs: row.number('running_ms'),
        oldestSeconds: row.number('oldest_seconds'),
      }));
  }
}
