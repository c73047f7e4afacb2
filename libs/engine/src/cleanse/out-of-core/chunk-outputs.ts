import type { Ingest, Step } from '@millrace/contracts';
import pl, { type DataFrame } from 'nodejs-polars';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { SyncFileSink } from '../../columnar/sync-file-sink';
import type { RowShapes } from '../../ingest/row-shapes';
import { cell } from '../../ingest/working-copy';
import { ChangeLog, writeLines, type ColumnChanges } from '../change-log';
import { checkInvariants } from '../invariants/check-invariants';
import { nullCounts } from '../invariants/sums-of';
import type { HiddenColumns } from '../hidden-columns';
import { everyColumn } from '../layout';
import { leftOut, outputColumns } from '../output-columns';
import { appendQuarantine } from '../quarantine-log';
import { reasonName, rowName } from '../row-name';
import type { StepColumn } from '../step';
import type { StepLog, Table } from '../table';
import { OutputFile, outputOf } from '../write-output';
import type { Disk } from './disk';
import { PartFiles } from './part-files';
import type { Turn } from './turns';

interface Left {
  readonly frame: DataFrame;
  readonly step: Step;
  readonly at: number;
  readonly reason: string;
  /** By which rows that left are in the order of turns. */
  readonly place: string;
}

const places = (turn: number, order: number): string => `${String(turn).padStart(5, '0')}-${String(order).padStart(5, '0')}`;

/** Writes what becomes of each chunk behind what became of those before: the table, the changes, and the rows that left. */
export class ChunkOutputs {
  rowsOut = 0;
  quarantined = 0;
  changes = 0;
  readonly byColumn = new Map<string, ColumnChanges>();
  private log: ChangeLog;
  private left: Left[] = [];
  private readonly asideFiles = new Map<string, string>();
  private readonly parts: { readonly changes: PartFiles; readonly removed: PartFiles; readonly leftOut: PartFiles };
  private isMore = false;
  private readonly output: OutputFile;
  /** Names of the columns of which nothing is kept. */
  readonly names: ReadonlySet<string>;

  constructor(
    private readonly folder: string,
    private readonly ingest: Ingest,
    disk: Disk,
    private readonly hidden: HiddenColumns,
    every: readonly StepColumn[],
    shapes: RowShapes | null,
  ) {
    this.output = new OutputFile(join(folder, outputOf(ingest).fileName), shapes);
    this.names = hidden.namesAmong(every);
    this.log = new ChangeLog(folder, this.names);
    this.parts = { changes: new PartFiles(disk), removed: new PartFiles(disk), leftOut: new PartFiles(disk) };
  }

  /**
   * @param every all columns that the table will have had
   * @param shapes of the rows of the input
   */
  static async in(
    folder: string,
    ingest: Ingest,
    disk: Disk,
    hidden: HiddenColumns,
    every: readonly StepColumn[],
    shapes: RowShapes | null,
  ): Promise<ChunkOutputs> {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    return new ChunkOutputs(folder, ingest, disk, hidden, every, shapes);
  }

  get outputPath(): string {
    return this.output.path;
  }

  /** Where a turn tells what it did to the chunk at hand. */
  of(turn: number, { step, at }: Turn): StepLog {
    return {
      change: (changed, column, labels) => this.log.add(changed, { step: at, stepName: step.step, column, ...labels }),
      setAside: (frame, reason, order = 0) => this.left.push({ frame, step, at, reason, place: places(turn, order) }),
    };
  }

  /** Checks and writes a chunk. @throws Fault `invariant-broken` */
  async add(table: Table, input: DataFrame): Promise<void> {
    const { log, left } = this;
    [this.log, this.left] = [new ChangeLog(this.folder, this.names), []];
    const changed = log.byColumn();
    const removed = left.reduce((sum, { frame }) => sum + frame.height, 0);
    const stayed = removed === 0 ? input : input.lazy().join(table.frame.lazy().select(rowName), { on: rowName, how: 'semi' }).sort(pl.col(rowName)).collectSync(); // prettier-ignore
    await checkInvariants({
      ingest: this.ingest,
      // What no part of the rows can tell is checked when all are there.
      limits: { changedShare: 1, keys: [] },
      frame: table.frame,
      rowsIn: input.height,
      removed,
      changes: changed,
      inputOf: (position) => input.getColumn(cell(position)),
      stayedIn: (positions) => stayed.select(...positions.map(cell)),
      absentIn: (positions) => nullCounts(stayed.select(...positions.map(cell))),
    });
    this.count(changed);
    await this.output.add(table.frame, outputColumns(this.ingest, table.layout));
    this.addChanges(log.all());
    await this.addLeft(left, table);
    const dropped = leftOut(table, this.hidden.positions);
    if (dropped) this.parts.leftOut.add(dropped);
    this.rowsOut += table.frame.height;
    this.quarantined += removed;
    this.isMore = true;
  }

  /** Puts the parts together. Null stands for what there is none of. */
  async end() {
    await this.output.end();
    const path = (name: string) => join(this.folder, name);
    const quarantine = createWriteStream(path('quarantine.ndjson'));
    for (const [, part] of [...this.asideFiles].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      await pipeline(createReadStream(part), quarantine, { end: false });
      await rm(part);
    }
    await new Promise((done) => quarantine.end(done));
    return {
      changesPath: this.parts.changes.into(path('changes.parquet')) ?? path('changes.parquet'),
      removedPath: this.parts.removed.into(path('removed.parquet')),
      leftOutPath: this.parts.leftOut.into(path('left-out.parquet')),
      ndjsonPath: path('changes.ndjson'),
      quarantinePath: path('quarantine.ndjson'),
    };
  }

  private count(changed: ReadonlyMap<string, ColumnChanges>): void {
    for (const [name, { emptied, restated, isHidden }] of changed) {
      const sum = this.byColumn.get(name);
      this.byColumn.set(name, {
        emptied: emptied + (sum?.emptied ?? 0),
        restated: restated + (sum?.restated ?? 0),
        isHidden: isHidden || sum?.isHidden === true,
      });
    }
  }

  private addChanges(all: DataFrame): void {
    const sink = new SyncFileSink(join(this.folder, 'changes.ndjson'), this.isMore ? 'a' : 'w');
    try {
      writeLines(all, sink);
    } finally {
      sink.close();
    }
    // One part at least, though it has no row: what there are none of still has columns.
    if (all.height > 0 || !this.isMore) this.parts.changes.add(all);
    this.changes += all.height;
  }

  private async addLeft(left: readonly Left[], table: Table): Promise<void> {
    const names = [rowName, ...everyColumn(table.columns, table.layout).map(({ position }) => cell(position))];
    for (const { frame: asLeft, step, at, reason, place } of left) {
      const frame = this.hidden.hide(asLeft);
      const path = this.asideFiles.get(place) ?? join(this.folder, `aside-${place}.ndjson`);
      this.asideFiles.set(place, path);
      await appendQuarantine(path, frame, this.ingest, { step: at, stepName: step.step, reason });
      // Rows that left before a column was added have no cells in it.
      const missing = names.filter((name) => !frame.columns.includes(name)).map((name) => pl.lit(null).cast(pl.Utf8).alias(name));
      const whole = frame.columns.includes(reasonName) ? frame.drop(reasonName) : frame;
      const filled = missing.length === 0 ? whole : whole.withColumns(...missing);
      this.parts.removed.add(filled.select(...names).withColumn(pl.lit(at).cast(pl.Int32).alias('step')));
    }
  }
}
