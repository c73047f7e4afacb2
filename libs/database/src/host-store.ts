import type { Database } from './database';

export interface Host {
  readonly id: string;
  readonly role: string;
  readonly budgetBytes: number;
  readonly reservedBytes: number;
  readonly jobs: number;
  /** Jobs at once. */
  readonly slots: number;
  /** Anonymous memory of its job processes. */
  readonly usedBytes: number;
  /** It is short of memory and starts nothing. */
  readonly isPressed: boolean;
}

const aliveSeconds = 30;

/** The worker hosts, by their own word; one that has been silent for 30 s counts as gone. */
export class HostStore {
  constructor(private readonly database: Database) {}

  async beat({ id, role, budgetBytes, reservedBytes, jobs, slots, usedBytes, isPressed }: Host): Promise<void> {
    await this.database.run(
      `INSERT INTO worker_hosts (id, role, budget_bytes, reserved_bytes, jobs, slots, used_bytes, is_pressed, seen_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3))
       ON DUPLICATE KEY UPDATE budget_bytes = VALUES(budget_bytes), reserved_bytes = VALUES(reserved_bytes), jobs = VALUES(jobs), slots = VALUES(slots), used_bytes = VALUES(used_bytes),
       is_pressed = VALUES(is_pressed), seen_at = UTC_TIMESTAMP(3)`,
      [id, role, budgetBytes, reservedBytes, jobs, slots, usedBytes, isPressed],
    );
  }

  async leave(id: string): Promise<void> {
    await this.database.run('DELETE FROM worker_hosts WHERE id = ?', [id]);
  }

  /** Bytes; null when no data worker is up. */
  async largestBudget(): Promise<number | null> {
    const [row] = await this.database.rows(
      `SELECT MAX(budget_bytes) AS largest FROM worker_hosts WHERE role = 'data' AND seen_at > UTC_TIMESTAMP(3) - INTERVAL ? SECOND`,
      [aliveSeconds],
    );
    return row?.['largest'] == null ? null : Number(row['largest']);
  }
}
