import type { DataFrame } from 'nodejs-polars';
import pl from 'nodejs-polars';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Disk } from './disk';

/** A table that is written in parts and becomes one Parquet file in the end. */
export class PartFiles {
  private parts = 0;
  private readonly folder: string;
  rows = 0;

  constructor(private readonly disk: Disk) {
    this.folder = disk.folder();
    mkdirSync(this.folder, { recursive: true });
  }

  add(frame: DataFrame): void {
    const path = join(this.folder, `${String(this.parts++).padStart(8, '0')}.parquet`);
    frame.writeParquet(path);
    this.rows += frame.height;
    this.disk.takeFile(path);
  }

  /** Its path, or null where there is no part. */
  into(path: string): string | null {
    if (this.parts === 0) return null;
    pl.scanParquet(join(this.folder, '*.parquet'))
      .sinkParquet(path)
      .collectSync({ engine: 'streaming' } as never);
    return path;
  }
}
