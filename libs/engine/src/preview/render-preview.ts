import { metricCatalogue, type ColumnSummary, type Preview, type PreviewedStep } from '@millrace/contracts';
import { percent, plain, text } from '../report/markup';
import { reportStyle } from '../report/report-style';

const style = `${reportStyle}
.was{background:color-mix(in srgb,var(--bad) 14%,var(--paper));text-decoration:line-through;text-decoration-color:color-mix(in srgb,var(--bad) 45%,transparent)}
.is{background:color-mix(in srgb,var(--good) 16%,var(--paper))}
.was,.is{font:13px ui-monospace,monospace;white-space:pre-wrap;padding:1px 4px;border-radius:3px}
.broken{border:2px solid var(--bad);border-radius:8px;padding:10px 16px;margin:16px 0}
`;

/** A cell so that what cannot be seen is: blanks at its ends, and controls. */
const shown = (value: string | null, kind: 'was' | 'is'): string => {
  if (value === null) return '<span class="muted">absent</span>';
  const from = /^ */.exec(value)?.[0].length ?? 0;
  let to = value.length;
  while (to > from && value[to - 1] === ' ') to -= 1;
  const visible = `${'␣'.repeat(from)}${value.slice(from, to).replace(/[\p{Cc}\p{Cf}]/gu, '\ufffd')}${'␣'.repeat(value.length - to)}`;
  return `<span class="${kind}">${visible === '' ? '&quot;&quot;' : text(visible)}</span>`;
};

const counted = (count: number, one: string, many: string): string => `${plain.format(count)} ${count === 1 ? one : many}`;

const headline = ({ changedCells, changedRows, removedRows, suggestions, added, dropped, renamed, confidence }: PreviewedStep): string =>
  [
    changedCells > 0 ? `${counted(changedCells, 'cell', 'cells')} in ${counted(changedRows, 'row', 'rows')}` : '',
    removedRows > 0 ? `${counted(removedRows, 'row', 'rows')} set aside` : '',
    added.length > 0 ? `new: ${added.join(', ')}` : '',
    dropped.length > 0 ? `left out: ${dropped.join(', ')}` : '',
    renamed.length > 0 ? `renamed: ${renamed.map(({ from, to }) => `${from} → ${to}`).join(', ')}` : '',
    suggestions > 0 ? `${plain.format(suggestions)} more not sure enough` : '',
    confidence !== null && confidence < 1 ? `least confidence ${confidence.toFixed(3)}` : '',
  ]
    .filter((part) => part !== '')
    .join(' · ') || 'changes nothing';

const table = (caption: string, heads: readonly string[], rows: readonly string[]): string =>
  rows.length === 0
    ? ''
    : `<table><caption>${caption}</caption><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`;

const diff = ({ before, after }: { readonly before: string | null; readonly after: string | null }): string =>
  `<td>${shown(before, 'was')} → ${shown(after, 'is')}</td>`;

const stepSection = (step: PreviewedStep, at: number): string => {
  const examples = step.examples.map(
    (example) =>
      `<tr><td class="figure">${plain.format(example.row)}</td><td>${text(example.column)}</td>${diff(example)}<td class="figure">${plain.format(example.cells)}</td><td>${text(example.reason)}</td></tr>`,
  );
  const suggested = step.suggested.map(
    (example) =>
      `<tr><td class="figure">${plain.format(example.row)}</td><td>${text(example.column)}</td>${diff(example)}<td class="figure">${example.confidence.toFixed(3)}</td><td>${text(example.reason)}</td></tr>`,
  );
  const removed = step.removed.map(({ row, reason, cells }) => {
    const texts = Object.entries(cells).map(
      ([name, value]) => `${text(name)}: ${value === null ? '<span class="muted">absent</span>' : text(value)}`,
    );
    return `<tr><td class="figure">${plain.format(row)}</td><td>${text(reason)}</td><td>${texts.join(' · ')}</td></tr>`;
  });
  return `<section><h2>${at}. ${text(step.stepName)}</h2><p>${text(headline(step))}</p>
${table('Changes, the most common first', ['Row', 'Column', 'Before → after', 'Cells', 'Why'], examples)}
${table('Not sure enough', ['Row', 'Column', 'Before → after', 'Confidence', 'Why'], suggested)}
${table('Rows set aside', ['Row', 'Why', 'Cells'], removed)}</section>`;
};

/** What of a column is told side by side, where it applies. */
const compared = ['nullCount', 'distinctCount', 'uniqueCount', 'min', 'max', 'mean', 'median', 'std', 'minLength', 'maxLength'] as const;

const columnSection = ({ before, after }: { readonly before: ColumnSummary | null; readonly after: ColumnSummary | null }): string => {
  const value = (summary: ColumnSummary | null, metric: string) =>
    summary?.metrics[metric] === undefined ? '' : plain.format(summary.metrics[metric]);
  const top = (summary: ColumnSummary | null) =>
    summary === null ? '' : summary.top.map(({ value: one, count }) => `${text(one)} (${plain.format(count)})`).join('<br>');
  const line = (label: string, was: string, is: string) =>
    `<tr><th scope="row">${label}</th><td>${was}</td><td${was === is ? '' : ' class="warning"'}>${is}</td></tr>`;
  const figures = compared
    .filter((metric) => before?.metrics[metric] !== undefined || after?.metrics[metric] !== undefined)
    .map((metric) => line(metricCatalogue[metric].title, value(before, metric), value(after, metric)));
  return `<table><caption>${text(before?.name ?? after?.name ?? '')}</caption><thead><tr><th></th><th scope="col">Before</th><th scope="col">After</th></tr></thead><tbody>
${line('Name', text(before?.name ?? '–'), text(after?.name ?? '–'))}${line('Kind', before?.kind ?? '', after?.kind ?? '')}${figures.join('')}${line('Most frequent', top(before), top(after))}</tbody></table>`;
};

/** A preview as one HTML page that opens without a network and runs nothing. */
export const renderPreview = (preview: Preview, title: string): string => {
  const { rows, rowsLookedAt, rowsOut, changedCells, changedRows, removedRows, suggestions, broken, cost, columnsLeftOut } = preview;
  const tiles: [string, string][] = [
    [rowsLookedAt < rows ? `of ${plain.format(rows)} rows looked at` : 'rows', plain.format(rowsLookedAt)],
    ['cells change', plain.format(changedCells)],
    ['rows change', `${plain.format(changedRows)} (${percent.format(rowsLookedAt === 0 ? 0 : changedRows / rowsLookedAt)})`],
    ['rows set aside', plain.format(removedRows)],
    ['rows go out', plain.format(rowsOut)],
    ['suggestions', plain.format(suggestions)],
    ['seconds for the whole', plain.format(cost.seconds)],
    ...(cost.memoryBytes === null ? [] : [['MB of memory', plain.format(Math.round(cost.memoryBytes / 1e6))] satisfies [string, string]]),
  ];
  const refusal =
    broken === null
      ? ''
      : `<div class="broken" role="alert"><b>A run by this recipe would fail.</b> ${text(broken.detail)} ${text(broken.advice)}</div>`;
  const more = columnsLeftOut === 0 ? '' : `<p class="muted">${plain.format(columnsLeftOut)} more columns are touched.</p>`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>${text(title)} – preview</title><style>${style}</style></head>
<body><main><header><h1>${text(title)}: what the recipe would do</h1></header>
<section class="tiles" aria-label="Summary">${tiles.map(([label, value]) => `<div><b>${value}</b>${label}</div>`).join('')}</section>${refusal}
${preview.steps.map(stepSection).join('\n')}
<h2>Columns before and after</h2><div class="grid">${preview.columns.map(columnSection).join('\n')}</div>${more}
</main></body></html>
`;
};
