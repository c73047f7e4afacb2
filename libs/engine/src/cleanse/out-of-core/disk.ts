import { Fault } from '@millrace/contracts';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1024 ** 2)} MB`;

/** Where a cleansing puts what it does not hold in memory, and how much of the disk that may take. */
export class Disk {
  private used = 0;
  private folders = 0;

  constructor(
    private readonly path: string,
    private readonly quotaBytes: number,
  ) {
    mkdirSync(path, { recursive: true });
  }

  /** The path of a folder that nobody has yet. */
  folder(): string {
    this.folders += 1;
    return join(this.path, `part-${this.folders}`);
  }

  /** Notes bytes that lie here now; less than none for what was removed. @throws Fault `disk-quota-exceeded` */
  take(bytes: number): void {
    this.used += bytes;
    if (this.used > this.quotaBytes)
      throw new Fault('disk-quota-exceeded', `The job may put ${megabytes(this.quotaBytes)} on disk and needs more.`, {
        evidence: { quotaBytes: this.quotaBytes, neededBytes: this.used },
      });
  }

  /** Notes a file that was written. */
  takeFile(path: string): void {
    this.take(statSync(path).size);
  }
}
