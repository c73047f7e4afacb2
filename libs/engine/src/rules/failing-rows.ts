import type { FailingRow } from '@millrace/contracts';
import { closeSync, openSync, writeSync } from 'node:fs';

const flushAt = 256 * 1024;

/** Writes failing rows as JSON lines as they are found; what is held does not grow with them. The file is made with the first. */
export class FailingRows {
  count = 0;
  private file: number | null = null;
  private pending = '';

  constructor(private readonly path: string) {}

  add(row: FailingRow): void {
    this.pending += `${JSON.stringify(row)}\n`;
    this.count += 1;
    if (this.pending.length >= flushAt) this.flush();
  }

  close(): void {
    this.flush();
    if (this.file !== null) closeSync(this.file);
    this.file = null;
  }

  private flush(): void {
    if (this.pending === '') return;
    this.file ??= openSync(this.path, 'w');
    writeSync(this.file, this.pending);
    this.pending = '';
  }
}
