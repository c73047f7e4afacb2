import type { ColumnProfile, Profile } from '@millrace/contracts';

const mostNameWidth = 40;
const count = new Intl.NumberFormat('en');
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const signs = { error: '✗', warning: '!', info: '·' } as const;

/** A name for a terminal: no control character of it may reach that, and no long one fills it. */
const shown = (name: string): string => {
  const clean = name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd');
  return clean.length > mostNameWidth ? `${clean.slice(0, mostNameWidth - 1)}…` : clean;
};

const columnCells = ({ name, kind, metrics }: ColumnProfile): readonly string[] => [
  shown(name),
  kind,
  `${percent(metrics['nullShare'] ?? 0)} absent`,
  `${count.format(metrics['distinctCount'] ?? 0)} distinct`,
];

/** A profile as lines for a terminal: the table, its columns, and what is wrong, worst first. */
export const profileLines = ({ ingest, columns, findings }: Profile, fileName: string): string[] => {
  const cells = columns.map(columnCells);
  const widths = [0, 1, 2, 3].map((at) => Math.max(0, ...cells.map((row) => row[at]?.length ?? 0)));
  const order = Object.keys(signs);
  const worstFirst = findings.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  const aside = ingest.raggedRows > 0 ? `, ${count.format(ingest.raggedRows)} rows kept aside` : '';
  return [
    `${shown(fileName)}: ${count.format(ingest.rows)} rows × ${count.format(columns.length)} columns (${ingest.format})${aside}`,
    '',
    ...cells.map(
      (row) => `  ${row.map((cell, at) => (at < 2 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ')}`,
    ),
    '',
    ...(findings.length === 0 ? ['  nothing to find fault with'] : []),
    ...worstFirst.map(({ severity, column, message }) => `  ${signs[severity]} ${column === null ? '' : `${shown(column)}: `}${message}`),
  ];
};
