import type { Explanation, Run } from '../../libs/contracts/src/index.ts';

/** One changed cell, as the API tells it. */
export interface Change {
  readonly row: number;
  readonly column: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly reason: string;
}

export interface Shown {
  readonly fileName: string;
  readonly bytes: number;
  readonly run: Pick<Run, 'summary' | 'jobs'>;
  readonly explanation: Explanation;
  readonly changes: readonly Change[];
  /** Paths of the files written, by what they are. */
  readonly files: Readonly<Record<string, string>>;
  readonly seconds: number;
}

const mostPoints = 6;
const number = new Intl.NumberFormat('en');
const count = (value: number | undefined, one: string, many = `${one}s`): string =>
  `${number.format(value ?? 0)} ${value === 1 ? one : many}`;
const megabytes = (bytes: number | null): string => (bytes === null ? '–' : `${Math.round(bytes / 1048576)} MB`);
const sign = { error: '✗', warning: '!', info: '·' } as Readonly<Record<string, string>>;
/** A cell for a terminal: no control character of it may reach that, and no long one fills it. */
const cell = (text: string | null): string => {
  if (text === null) return 'nothing';
  const shown = JSON.stringify(text).replace(/[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g, '�');
  return shown.length > 40 ? `${shown.slice(0, 39)}…` : shown;
};

/** What the demo prints at its end, for a person. */
export const present = ({ fileName, bytes, run, explanation, changes, files, seconds }: Shown): string => {
  const { summary } = run;
  const fileWidth = Math.max(0, ...Object.keys(files).map(({ length }) => length));
  return [
    '',
    `  ${fileName}   ${number.format(bytes)} bytes`,
    `  ${count(summary['rows'], 'row')} × ${count(summary['columns'], 'column')}, ${count(summary['findings'], 'finding')}`,
    '',
    `  ${explanation.headline}`,
    ...explanation.points
      .slice(0, mostPoints)
      .flatMap(({ severity, text, advice }) => [`  ${sign[severity] ?? '·'} ${text}`, `      → ${advice}`]),
    ...(explanation.points.length > mostPoints ? [`    … and ${explanation.points.length - mostPoints} more in the report`] : []),
    '',
    `  Cleansed: ${count(summary['changes'], 'cell')} changed, ${count(summary['quarantined'], 'row')} set aside, ${count(summary['rowsOut'], 'row')} out`,
    ...changes.map(
      ({ row, column, before, after, reason }) =>
        `    row ${row}, ${cell(column).slice(1, -1)}: ${cell(before)} → ${cell(after)}   (${reason})`,
    ),
    '',
    '  Jobs',
    ...run.jobs.map(
      (job) => `    ${job.kind.padEnd(16)} ${job.state}   reserved ${megabytes(job.needBytes)}, used ${megabytes(job.peakBytes)}`,
    ),
    '',
    '  Written',
    ...Object.entries(files).map(([kind, path]) => `    ${kind.padEnd(fileWidth)}  ${path}`),
    '',
    `  ${seconds.toFixed(1)} s in all`,
    '',
  ].join('\n');
};
