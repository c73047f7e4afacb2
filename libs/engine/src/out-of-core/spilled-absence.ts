import type { Missingness } from '@millrace/contracts';
import { classCode } from '../profile/values/classify-value';
import type { ValueTable } from '../profile/values/value-table';
import type { AbsenceKeeper } from '../relations/table-relations';
import { RowAbsence, type NullPattern, type NullPatterns } from '../relations/row-absence';
import type { SpillFile, SpillFolder } from './spill-folder';

/** A multiple of eight, so that windows begin at whole bytes. */
const rowsInWindow = 65_536;
const mostPatterns = 65_534;
const shownPatterns = 20;
/** Stands for a cell that is present and whose entry nobody asks for. */
export const presentEntry = -2;

/** Which cells are absent, one bit a cell on disk, column after column; counted window by window of rows at the end. */
export class SpilledAbsence implements AbsenceKeeper {
  private readonly file: SpillFile;
  private readonly bits: Uint8Array;
  private columns = 0;
  private counted: { metrics: ReturnType<RowAbsence['metrics']>; histogram: Missingness['completeness']; patterns: NullPatterns } | null =
    null;

  constructor(
    folder: SpillFolder,
    private readonly rows: number,
    private readonly width: number,
  ) {
    this.file = folder.create();
    this.bits = new Uint8Array(Math.ceil(rows / 8));
  }

  /** Takes some cells of a column; columns come one after another, and their cells may come twice. */
  add(_: number, { classes }: Pick<ValueTable, 'classes'>, firstRow: number, entries: Int32Array, length: number): void {
    for (let at = 0; at < length; at += 1) {
      const entry = entries[at]!;
      if (entry === presentEntry || (entry >= 0 && classes[entry] !== classCode.nullToken)) continue;
      const row = firstRow + at;
      this.bits[row >>> 3]! |= 1 << (row & 7);
    }
    if (firstRow + length < this.rows) return;
    this.file.append(this.bits);
    this.bits.fill(0);
    this.columns += 1;
  }

  metrics(): ReturnType<RowAbsence['metrics']> {
    return this.count().metrics;
  }

  histogram(): Missingness['completeness'] {
    return this.count().histogram;
  }

  patterns(): NullPatterns {
    return this.count().patterns;
  }

  private count(): NonNullable<SpilledAbsence['counted']> {
    if (this.counted) return this.counted;
    let [completeRows, emptyRows] = [0, 0];
    let histogram: Missingness['completeness'] = [];
    const patterns = new Map<string, { absent: number[]; rows: number }>();
    for (let firstRow = 0; firstRow < this.rows; firstRow += rowsInWindow) {
      const window = this.window(firstRow, Math.min(rowsInWindow, this.rows - firstRow));
      const own = window.metrics();
      completeRows += own.completeRows;
      emptyRows += own.emptyRows;
      const bins = window.histogram();
      histogram = bins.map((bin, at) => ({ ...bin, rows: bin.rows + (histogram[at]?.rows ?? 0) }));
      for (const { absent, rows } of window.patterns().each()) {
        const key = absent.join();
        const known = patterns.get(key);
        if (known) known.rows += rows;
        else if (patterns.size < mostPatterns) patterns.set(key, { absent, rows });
      }
    }
    this.file.close();
    return (this.counted = { metrics: { completeRows, emptyRows }, histogram, patterns: this.ranked([...patterns.values()]) });
  }

  private ranked(patterns: readonly NullPattern[]): NullPatterns {
    const followed = patterns.reduce((sum, { rows }) => sum + rows, 0);
    const most = patterns.toSorted((a, b) => b.rows - a.rows || byPosition(a.absent, b.absent)).slice(0, shownPatterns);
    return { count: patterns.length, otherRows: this.rows - followed, most, each: () => patterns };
  }

  /** The absence of some neighbouring rows. */
  private window(firstRow: number, length: number): RowAbsence {
    const absence = new RowAbsence(length, this.width);
    const bits = new Uint8Array(Math.ceil(length / 8));
    const entries = new Int32Array(length);
    const classes = new Uint8Array([classCode.text]);
    for (let column = 0; column < this.columns; column += 1) {
      this.file.read(bits, column * this.bits.length + firstRow / 8);
      if (bits.every((eight) => eight === 0)) continue;
      for (let row = 0; row < length; row += 1) entries[row] = (bits[row >>> 3]! >>> (row & 7)) & 1 ? -1 : 0;
      absence.add(column, { classes }, 0, entries, length);
    }
    return absence;
  }
}

const byPosition = (a: readonly number[], b: readonly number[]): number => {
  const at = a.findIndex((position, index) => position !== b[index]);
  return at < 0 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? Infinity);
};
