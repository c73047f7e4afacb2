import { Fault, type AsideRow, type Finding } from '@millrace/contracts';
import { FileSink } from './file-sink';

/** Why a row was kept aside; each is the id of a finding. */
const reasons = {
  raggedRows: {
    what: "do not have the header's number of cells",
    advice: 'Download the rows kept aside, mend their delimiters or quotes, and upload the file again.',
  },
  brokenQuotes: {
    what: 'have a quote that is never closed, or text after a closing one',
    advice: 'Download the rows kept aside, close or double their quotes, and upload the file again.',
  },
  nulBytes: { what: 'hold a NUL byte', advice: 'Write the file again without NUL bytes, or name its encoding.' },
  badBytes: {
    what: 'hold bytes that are not in the encoding',
    advice: 'Name the encoding of the file, or mend the rows kept aside and upload it again.',
  },
  unreadableLines: {
    what: 'are not a JSON object, have a key twice, or hold half of a character',
    advice: 'Download the rows kept aside, mend them, and upload the file again.',
  },
} as const satisfies Record<AsideRow['reason'], { what: string; advice: string }>;
export type AsideReason = AsideRow['reason'];

const exampleCount = 10;
const tolerated = 100_000;

/** Keeps rows that do not fit in a file of JSON lines, written only when there are some, and counts them by reason. */
export class RowsAside {
  count = 0;
  private readonly counts = new Map<AsideReason, { count: number; lines: number[] }>();
  private readonly out: FileSink;
  private batch = '';

  constructor(path: string) {
    this.out = new FileSink(path);
  }

  /** @throws Fault `unsupported-format` when most of very many rows do not fit: bounds what is written of an input that is no table */
  add(row: AsideRow, goodRows: number): void {
    const { reason, line } = row;
    const counted = this.counts.get(reason) ?? { count: 0, lines: [] };
    counted.count += 1;
    if (counted.lines.length < exampleCount) counted.lines.push(line);
    this.counts.set(reason, counted);
    this.count += 1;
    this.batch += `${JSON.stringify(row)}\n`;
    if (this.count > tolerated && this.count > goodRows)
      throw new Fault('unsupported-format', `More than half of the first ${this.count + goodRows} rows do not fit the table's first.`, {
        advice: 'Name the delimiter, the quote and the encoding of the file.',
        evidence: this.evidence(),
      });
  }

  /** To be awaited after every batch of rows: bounds what is held. */
  async flush(): Promise<void> {
    if (this.batch === '') return;
    await this.out.write(Buffer.from(this.batch));
    this.batch = '';
  }

  async end(): Promise<void> {
    if (this.count === 0) return;
    await this.out.write(Buffer.from(this.batch));
    this.batch = '';
    await this.out.end();
  }

  async destroy(): Promise<void> {
    await this.out.destroy();
  }

  /** Counts by reason, for faults. */
  evidence(): Record<string, number> {
    return Object.fromEntries([...this.counts].map(([reason, { count }]) => [reason, count]));
  }

  findings(): Finding[] {
    return [...this.counts].map(([rule, { count, lines }]) => ({
      rule,
      severity: 'error',
      column: null,
      measured: count,
      threshold: 0,
      count,
      exampleRows: [],
      message: `${count} rows ${reasons[rule].what} and were kept aside (lines ${lines.join(', ')}${count > lines.length ? ', …' : ''}).`,
      advice: reasons[rule].advice,
    }));
  }
}
