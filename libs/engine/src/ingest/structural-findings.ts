import type { Finding } from '@millrace/contracts';

const exampleCount = 10;

/** Counts rows that do not fit the header and keeps the first places. */
export class RaggedRows {
  count = 0;
  readonly lines: number[] = [];

  add(line: number): void {
    this.count += 1;
    if (this.lines.length < exampleCount) this.lines.push(line);
  }
}

export const structuralFindings = (ragged: RaggedRows, width: number, repairedNames: readonly string[]): Finding[] => {
  const findings: Finding[] = [];
  if (ragged.count > 0) {
    findings.push({
      rule: 'raggedRows',
      severity: 'error',
      column: null,
      measured: ragged.count,
      threshold: 0,
      count: ragged.count,
      exampleRows: [],
      message: `${ragged.count} rows do not have the header's ${width} cells and were kept aside (lines ${ragged.lines.join(', ')}${ragged.count > ragged.lines.length ? ', …' : ''}).`,
      advice: 'Download the rows kept aside, mend their delimiters or quotes, and upload the file again.',
    });
  }
  if (repairedNames.length > 0) {
    findings.push({
      rule: 'repairedHeader',
      severity: 'warning',
      column: null,
      measured: repairedNames.length,
      threshold: 0,
      count: repairedNames.length,
      exampleRows: [],
      message: `${repairedNames.length} column names were blank or repeated and were made unique: ${repairedNames.slice(0, exampleCount).join(', ')}.`,
      advice: 'Give every column a name of its own.',
    });
  }
  return findings;
};
