import { metricCatalogue, type ColumnProfile, type MetricId, type Profile } from '@millrace/contracts';
import { reportStyle } from './report-style';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const text = (value: string): string => value.replace(/[&<>"']/g, (character) => escapes[character] ?? character);
const shortest = 60;
const short = (value: string): string => text(value.length > shortest ? `${value.slice(0, shortest)}…` : value);
const plain = new Intl.NumberFormat('en', { maximumSignificantDigits: 7 });
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });

/** Metrics of times that are times themselves; the others are spans. */
const instants = /^(min|max|mean|median|q\d\d|lowerFence|upperFence)$/;
const latestInstant = 8.64e15;

const shown = (id: MetricId, value: number, kind: ColumnProfile['kind']): string => {
  const isTime = (kind === 'date' || kind === 'timestamp') && metricCatalogue[id].unit === 'value';
  if (isTime && !instants.test(id)) return `${plain.format(value / 86_400_000)} days`;
  if (isTime && Math.abs(value) <= latestInstant)
    return new Date(value)
      .toISOString()
      .slice(0, kind === 'date' ? 10 : 19)
      .replace('T', ' ');
  return metricCatalogue[id].unit === 'share' ? percent.format(value) : plain.format(value);
};

const metricRows = ({ metrics, kind }: ColumnProfile): string =>
  (Object.keys(metricCatalogue) as MetricId[])
    .flatMap((id) => {
      const value = metrics[id];
      return value === undefined
        ? []
        : [
            `<tr><th scope="row" title="${text(metricCatalogue[id].definition)}">${metricCatalogue[id].title}</th><td>${shown(id, value, kind)}</td></tr>`,
          ];
    })
    .join('');

const histogram = ({ histogram: bars, name }: ColumnProfile): string => {
  if (!bars) return '';
  const most = Math.max(...bars.counts, 1);
  const width = 240 / bars.counts.length;
  const rects = bars.counts.map(
    (count, at) =>
      `<rect x="${(at * width).toFixed(1)}" y="${(60 - (count / most) * 60).toFixed(1)}" width="${(width - 1).toFixed(1)}" height="${((count / most) * 60).toFixed(1)}"><title>${count}</title></rect>`,
  );
  return `<svg viewBox="0 0 240 60" role="img" aria-label="Histogram of ${text(name)}">${rects.join('')}</svg>`;
};

const topRows = ({ top, metrics }: ColumnProfile): string => {
  const count = metrics['count'] ?? 1;
  return top
    .map(
      ({ value, count: times }) =>
        `<tr><td><code>${short(value)}</code></td><td>${plain.format(times)}</td><td><meter min="0" max="1" value="${(times / count).toFixed(4)}"></meter></td></tr>`,
    )
    .join('');
};

const column = (
  profiled: ColumnProfile,
): string => `<details><summary><strong>${text(profiled.name)}</strong> <span class="kind">${profiled.kind}</span>
<span class="muted">${percent.format(profiled.metrics['nullShare'] ?? 0)} absent · ${plain.format(profiled.metrics['distinctCount'] ?? 0)} distinct</span></summary>
<div class="grid"><table><caption>Statistics</caption>${metricRows(profiled)}</table><div>${histogram(profiled)}<table><caption>Most frequent values</caption>${topRows(profiled)}</table></div></div></details>`;

/** The profile as one HTML page that opens without a network. Hover a statistic for its definition. */
export const renderReport = (profile: Profile, title: string): string => {
  const { metrics, findings, columns } = profile;
  const tiles: [string, string][] = [
    ['rows', plain.format(metrics['rows'] ?? 0)],
    ['columns', plain.format(metrics['columns'] ?? 0)],
    ['complete', percent.format(metrics['completeness'] ?? 0)],
    ['duplicate rows', plain.format(metrics['duplicateRows'] ?? 0)],
    ['findings', plain.format(findings.length)],
  ];
  const findingRows = findings
    .map(
      ({ severity, column: name, message, advice }) =>
        `<tr class="${severity}"><td>${severity}</td><td>${text(name ?? 'table')}</td><td>${text(message)}</td><td>${text(advice)}</td></tr>`,
    )
    .join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>${text(title)} – profile</title><style>${reportStyle}</style></head>
<body><main><h1>${text(title)}</h1><section class="tiles">${tiles.map(([label, value]) => `<div><b>${value}</b>${label}</div>`).join('')}</section>
<h2>Findings</h2>${findings.length === 0 ? '<p>No rule found anything wrong.</p>' : `<table class="wide"><thead><tr><th>Severity</th><th>Column</th><th>What</th><th>What to do</th></tr></thead><tbody>${findingRows}</tbody></table>`}
<h2>Columns</h2>${columns.map(column).join('\n')}</main></body></html>
`;
};
