import type { Preview, PreviewedStep } from '@millrace/contracts';
import { harmless, shown } from './shown';

const number = new Intl.NumberFormat('en', { maximumSignificantDigits: 7 });
const mostColumns = 12;

const effectOf = ({ changedCells, changedRows, removedRows, suggestions, added, dropped, renamed }: PreviewedStep): string =>
  [
    changedCells > 0 ? `${number.format(changedCells)} cells in ${number.format(changedRows)} rows` : '',
    removedRows > 0 ? `${number.format(removedRows)} rows aside` : '',
    added.length > 0 ? `new ${added.map(shown).join(', ')}` : '',
    dropped.length > 0 ? `without ${dropped.map(shown).join(', ')}` : '',
    renamed.length > 0 ? renamed.map(({ from, to }) => `${shown(from)} becomes ${shown(to)}`).join(', ') : '',
    suggestions > 0 ? `${number.format(suggestions)} not sure enough` : '',
  ]
    .filter((part) => part !== '')
    .join(', ') || 'nothing';

const stepLines = (step: PreviewedStep, at: number): string[] => [
  `step ${at}, ${step.stepName}: ${effectOf(step)}`,
  ...step.examples.flatMap(({ row, column, before, after, cells, reason }) => [
    `     row ${row}, ${shown(column)}${cells > 1 ? `, ${number.format(cells)} cells alike` : ''}: ${harmless(reason)}`,
    `       - ${shown(before)}`,
    `       + ${shown(after)}`,
  ]),
  ...step.suggested.map(
    ({ row, column, before, after, confidence }) =>
      `     ? row ${row}, ${shown(column)}: ${shown(before)} → ${shown(after)} (${confidence.toFixed(3)})`,
  ),
  ...step.removed.map(({ row, reason }) => `     × row ${row}: ${harmless(reason)}`),
];

const columnLine = ({ before, after }: Preview['columns'][number]): string => {
  const of = (summary: typeof before) =>
    summary === null
      ? 'not there'
      : `${summary.kind}, ${number.format(summary.metrics['nullCount'] ?? 0)} absent, ${number.format(summary.metrics['distinctCount'] ?? 0)} distinct`;
  return `   ${shown(before?.name ?? after?.name ?? '')}: ${of(before)} → ${of(after)}`;
};

/** A preview for a person at a terminal. */
export const previewLines = (preview: Preview, name: string): string[] => {
  const { rows, rowsLookedAt, changedCells, removedRows, rowsOut, steps, columns, columnsLeftOut, broken, cost } = preview;
  const part = rowsLookedAt < rows ? `${number.format(rowsLookedAt)} of ${number.format(rows)} rows of ` : '';
  const memory = cost.memoryBytes === null ? '' : ` and ${number.format(Math.round(cost.memoryBytes / 1e6))} MB`;
  const more = columns.length + columnsLeftOut - Math.min(columns.length, mostColumns);
  return [
    `${part}${harmless(name)}: ${number.format(changedCells)} cells would change, ${number.format(removedRows)} rows be set aside, ${number.format(rowsOut)} go out`,
    `the whole table would take about ${number.format(cost.seconds)} s${memory}`,
    ...steps.flatMap(stepLines),
    ...(columns.length > 0 ? ['columns before → after:'] : []),
    ...columns.slice(0, mostColumns).map(columnLine),
    ...(more > 0 ? [`   and ${number.format(more)} more`] : []),
    ...(broken === null ? [] : [`a cleansing by this recipe would fail: ${harmless(broken.detail)}`, `  ${harmless(broken.advice)}`]),
  ];
};
