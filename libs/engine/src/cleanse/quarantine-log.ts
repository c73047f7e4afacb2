import type { Ingest } from '@millrace/contracts';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import pl, { type DataFrame } from 'nodejs-polars';
import { cell } from '../ingest/working-copy';
import type { HiddenColumns } from './hidden-columns';
import { reasonName, rowName } from './row-name';

const sliceRows = 20_000;

/** Appends a frame to a stream as JSON lines, a slice at a time. */
const appendLines = async (frame: DataFrame, out: WriteStream, toValue: (record: Record<string, unknown>) => unknown): Promise<void> => {
  for (let at = 0, rows = frame.height; at < rows; at += sliceRows) {
    const records = frame.slice(at, sliceRows).toRecords() as Record<string, unknown>[];
    if (!out.write(records.map((record) => `${JSON.stringify(toValue(record))}\n`).join(''))) await once(out, 'drain');
  }
};

const ended = async (out: WriteStream): Promise<void> => {
  out.end();
  await once(out, 'finish');
};

export interface QuarantineLabels {
  readonly step: number;
  readonly stepName: string;
  readonly reason: string;
}

/** A row that left, as it is told of. */
const told =
  ({ columns }: Ingest, labels: QuarantineLabels) =>
  (record: Record<string, unknown>): unknown => ({
    row: record[rowName],
    ...labels,
    ...(typeof record[reasonName] === 'string' && { reason: record[reasonName] }),
    cells: Object.fromEntries(columns.map(({ name, position }) => [name, record[cell(position)] ?? null])),
  });

/** Appends rows that left to a file, as JSON lines. */
export const appendQuarantine = async (path: string, frame: DataFrame, ingest: Ingest, labels: QuarantineLabels): Promise<void> => {
  const out = createWriteStream(path, { flags: 'a' });
  await appendLines(frame, out, told(ingest, labels));
  await ended(out);
};

const withoutReason = (frame: DataFrame): DataFrame => (frame.columns.includes(reasonName) ? frame.drop(reasonName) : frame);

/** Collects rows that leave the table, whole. */
export class QuarantineLog {
  count = 0;
  private parts: { readonly frame: DataFrame; readonly labels: QuarantineLabels }[] = [];

  constructor(
    private readonly folder: string,
    private readonly ingest: Ingest,
    private readonly hidden: HiddenColumns,
  ) {}

  add(leaving: DataFrame, labels: QuarantineLabels): void {
    this.count += leaving.height;
    this.parts.push({ frame: leaving, labels });
  }

  /** @returns what takes back all that was added since */
  mark(): () => void {
    const { length } = this.parts;
    const { count } = this;
    return () => {
      this.parts = this.parts.slice(0, length);
      this.count = count;
    };
  }

  /** All of them with the step that each left at; null where none did. */
  removed(): DataFrame | null {
    const parts = this.parts.map(({ frame, labels: { step } }) =>
      withoutReason(this.hidden.hide(frame)).withColumn(pl.lit(step).cast(pl.Int32).alias('step')),
    );
    // Rows that left before a column was added have no cells in it.
    return parts.length === 0 ? null : pl.concat(parts, { how: 'diagonal' });
  }

  /** As JSON lines, in order of steps. */
  async write(): Promise<{ ndjsonPath: string; count: number }> {
    const ndjsonPath = join(this.folder, 'quarantine.ndjson');
    const out = createWriteStream(ndjsonPath);
    for (const { frame, labels } of this.parts) {
      await appendLines(this.hidden.hide(frame), out, told(this.ingest, labels));
    }
    await ended(out);
    return { ndjsonPath, count: this.count };
  }
}
