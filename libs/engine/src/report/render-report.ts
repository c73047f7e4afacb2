import { metricCatalogue, type ColumnProfile, type Finding, type Profile } from '@millrace/contracts';
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { percent, plain, text } from './markup';
import { privacySection } from './privacy-section';
import { qualitySection, shownScore } from './quality-section';
import { matricesOf, relationsSection } from './relations-section';
import { reportScript } from './report-script';
import { timeSeriesSection } from './time-series-section';
import { reportStyle } from './report-style';

const shownFindings = 500;
const longestValue = 200;

/** JSON that can stand in a script element, whatever the data say. */
const embedded = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');
const hashOf = (content: string): string => `'sha256-${createHash('sha256').update(content).digest('base64')}'`;

const shortened = (values: ColumnProfile['top']): ColumnProfile['top'] =>
  values.map(({ value, count }) => ({ count, value: value.length > longestValue ? `${value.slice(0, longestValue)}…` : value }));

/** A column's details, a few hundred bytes: they are opened one by one. */
const packed = (column: ColumnProfile): string => {
  const { top, rarest, nullTokens, masks } = column;
  const short = { top: shortened(top), rarest: shortened(rarest), nullTokens: shortened(nullTokens), masks: shortened(masks) };
  return gzipSync(JSON.stringify({ ...column, ...short })).toString('base64');
};

const columnRow = ({ position, name, kind, metrics }: ColumnProfile, findings: number): string => {
  const nullShare = metrics['nullShare'] ?? 0;
  const distinct = metrics['distinctCount'] ?? 0;
  return `<tr data-at="${position}" data-search="${text(`${name} ${kind}`.toLowerCase())}" data-absent="${nullShare}" data-distinct="${distinct}" data-findings="${findings}"><td class="figure">${position + 1}</td><td><button aria-expanded="false">${text(name)}</button></td><td>${kind}</td><td><span class="absent"><i style="width:${(nullShare * 100).toFixed(1)}%"></i></span>${percent.format(nullShare)}</td><td class="figure">${plain.format(distinct)}</td><td class="figure">${findings === 0 ? '' : findings}</td></tr>`;
};

const findingRow = ({ severity, column, message, advice, exampleRows }: Finding, position: number | undefined): string => {
  const where =
    column === null ? 'table' : position === undefined ? text(column) : `<button data-column="${position}">${text(column)}</button>`;
  const rows =
    exampleRows.length === 0
      ? ''
      : ` <span class="muted">Rows ${exampleRows.slice(0, 5).join(', ')}${exampleRows.length > 5 ? ' …' : ''}.</span>`;
  return `<tr><td class="${severity}">${severity}</td><td>${where}</td><td>${text(message)}${rows}</td><td>${text(advice)}</td></tr>`;
};

const missingness = (columns: readonly ColumnProfile[]): string => {
  const absent = columns.filter(({ metrics }) => (metrics['nullShare'] ?? 0) > 0);
  if (absent.length === 0) return '<p>Every cell has a value.</p>';
  const bars = columns.map(({ name, metrics }) => {
    const share = metrics['nullShare'] ?? 0;
    return `<i style="--share:${(share * 100).toFixed(1)}%" title="${text(name)}: ${percent.format(share)}"></i>`;
  });
  return `<p>${plain.format(absent.length)} of ${plain.format(columns.length)} columns have absent cells.</p><div class="missing" role="img" aria-label="Share of absent cells by column">${bars.join('')}</div>`;
};

const order = { error: 0, warning: 1, info: 2 } as const;

/**
 * The profile as one HTML page that opens without a network. It grows by less than 2 KB a column, whatever the data: a column's details
 * are packed and made visible when they are asked for.
 */
export const renderReport = (profile: Profile, title: string): string => {
  const { metrics, columns } = profile;
  const findings = profile.findings.toSorted((a, b) => order[a.severity] - order[b.severity]);
  const byColumn = Map.groupBy(findings, ({ column }) => column);
  const positions = new Map(columns.map(({ name, position }) => [name, position]));
  const tiles: [string, string][] = [
    ['rows', plain.format(metrics['rows'] ?? 0)],
    ['columns', plain.format(metrics['columns'] ?? 0)],
    // Rounded down: what is not quite complete must not look so.
    ['complete', percent.format(Math.floor((metrics['completeness'] ?? 0) * 1000) / 1000)],
    ['duplicate rows', plain.format(metrics['duplicateRows'] ?? 0)],
    ...(profile.quality ? [['quality of 100', shownScore(profile.quality.score)] satisfies [string, string]] : []),
    ['findings', plain.format(findings.length)],
  ];
  const shown = findings.slice(0, shownFindings);
  const rows = shown.map((finding) => findingRow(finding, finding.column === null ? undefined : positions.get(finding.column)));
  const more =
    findings.length > shown.length ? `<p class="muted">${plain.format(findings.length - shown.length)} more are in profile.json.</p>` : '';
  const notes = findings.map(({ column, severity, message, advice }) => ({ column, severity, message, advice }));
  const matrices = profile.relations === undefined ? [] : matricesOf(profile.relations);
  const data = embedded({ catalogue: metricCatalogue, packed: columns.map(packed), notes, matrices });
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src ${hashOf(reportScript)}`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}"><title>${text(title)} – profile</title><style>${reportStyle}</style></head>
<body><main><header><h1>${text(title)}</h1><button id="theme">Light / dark</button></header>
<section class="tiles" aria-label="Summary">${tiles.map(([label, value]) => `<div><b>${value}</b>${label}</div>`).join('')}</section>
<h2>Findings</h2>${findings.length === 0 ? '<p>No rule found anything wrong.</p>' : `<table><thead><tr><th>Severity</th><th>Column</th><th>What</th><th>What to do</th></tr></thead><tbody>${rows.join('')}</tbody></table>${more}`}
<h2>Absent cells</h2>${missingness(columns)}
${timeSeriesSection(profile)}
${qualitySection(profile)}
${privacySection(profile)}${relationsSection(profile)}
<h2>Columns</h2><div class="tools"><label>Search <input id="search" type="search" autocomplete="off"></label>
<label>Sort <select id="sort"><option value="at">as in the file</option><option value="name">by name</option><option value="absent">most absent</option><option value="distinct">most distinct</option><option value="findings">most findings</option></select></label>
<span id="found" class="muted" role="status">${columns.length} columns</span></div><noscript><p>Details of columns need JavaScript; they are in profile.json too.</p></noscript>
<table id="columns"><thead><tr><th class="figure">#</th><th>Name</th><th>Kind</th><th>Absent</th><th class="figure">Distinct</th><th class="figure">Findings</th></tr></thead><tbody>${columns.map((column) => columnRow(column, byColumn.get(column.name)?.length ?? 0)).join('\n')}</tbody></table>
</main><script type="application/json" id="data">${data}</script><script>${reportScript}</script></body></html>
`;
};
