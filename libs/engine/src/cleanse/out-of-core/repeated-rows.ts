import pl, { type DataFrame, type Expr } from 'nodejs-polars';
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { frameBytes, releaseAfter } from '../../columnar/release-memory';
import { rowName } from '../row-name';
import type { Disk } from './disk';

/** Rows whose hashes are compared together: each takes 20 bytes, and some times that while they are. */
const rowsAtOnce = 1_500_000;
const [one, other] = ['one', 'other'];

/**
 * Finds rows that repeat another in some columns, of a table of any size: 128 bits of each row lie on disk and are compared in parts. In
 * memory such rows are compared cell by cell; here two rows with the same 128 bits are taken to be the same.
 */
export class RepeatedRows {
  private rows = 0;
  private parts = 0;
  private bytes = 0;
  private readonly folder: string;

  constructor(
    private readonly disk: Disk,
    private readonly names: readonly string[],
    /** Other rows repeat none. */
    private readonly which: Expr | null,
  ) {
    this.folder = disk.folder();
    mkdirSync(this.folder, { recursive: true });
  }

  add(frame: DataFrame): void {
    const { names, which } = this;
    const present = which
      ? frame
          .lazy()
          .select(rowName, ...names)
          .filter(which)
          .collectSync()
      : frame;
    if (present.height === 0) return;
    const keys = present.select(...names);
    const part = pl.DataFrame([present.getColumn(rowName), keys.hashRows(0).alias(one), keys.hashRows(1, 2, 3, 4).alias(other)]);
    const path = join(this.folder, `${String(this.parts++).padStart(8, '0')}.parquet`);
    part.writeParquet(path, { compression: 'uncompressed' } as never);
    this.rows += part.height;
    const { size } = statSync(path);
    this.bytes += size;
    this.disk.take(size);
  }

  /** A column `rowIndex` of those that leave for one to stay, in order. Can be asked once. */
  async leaving(keep: 'first' | 'last'): Promise<DataFrame> {
    const parts = Math.max(1, Math.ceil(this.rows / rowsAtOnce));
    const found: DataFrame[] = [];
    const stays = keep === 'first' ? pl.col(rowName).min() : pl.col(rowName).max();
    for (let part = 0; part < parts && this.rows > 0; part += 1) {
      const some = pl
        .scanParquet(join(this.folder, '*.parquet'))
        .filter(pl.col(one).modulo(pl.lit(parts).cast(pl.UInt64)).eq(pl.lit(part).cast(pl.UInt64)))
        .filter(pl.col(one).isDuplicated())
        .collectSync();
      found.push(some.lazy().filter(pl.col(rowName).neq(stays.over(one, other))).select(rowName).collectSync()); // prettier-ignore
      await releaseAfter(frameBytes(some));
    }
    rmSync(this.folder, { recursive: true });
    this.disk.take(-this.bytes);
    const none = pl.DataFrame([pl.Series(rowName, [], pl.UInt32)]);
    return pl
      .concat([none, ...found])
      .lazy()
      .sort(pl.col(rowName))
      .collectSync();
  }
}
