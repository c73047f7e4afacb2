import type { CorrelationMeasure, Correlations, Dependencies, Keys, Missingness, Profile, Relations } from '@millrace/contracts';
import { percent, plain, text } from './markup';

const shownNames = 6;
const shownSets = 20;

type NameOf = (position: number) => string;

const names = (positions: readonly number[], nameOf: NameOf): string => {
  const shown = positions.slice(0, shownNames).map((position) => `<code>${text(nameOf(position))}</code>`);
  return `${shown.join(', ')}${positions.length > shown.length ? ` and ${positions.length - shown.length} more` : ''}`;
};

const limits: Readonly<Record<Keys['search']['limit'], string>> = {
  none: 'All sets of up to three columns were looked at.',
  singleKey: 'A single column is a key, so composite keys were not looked for in a table of this size.',
  budget: 'Some sets were left unchecked, since looking at them all would have taken too long.',
  columns: 'Composite keys were looked for among the thirty columns with the most different values.',
};

const keysMarkup = ({ candidates, near, unchecked, search }: Keys, nameOf: NameOf): string => {
  const list = (title: string, items: readonly string[]) =>
    items.length === 0 ? '' : `<h3>${title}</h3><ul class="sets">${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;
  const sets = (all: readonly { columns: readonly number[] }[]) => all.slice(0, shownSets).map(({ columns }) => names(columns, nameOf));
  return [
    candidates.length === 0 ? '<p>No set of up to three columns is known to tell all rows apart.</p>' : '',
    list('Tell every row from every other', sets(candidates)),
    list(
      'Nearly do',
      near.map(
        ({ column, repeats, exampleRows }) =>
          `${names([column], nameOf)}: ${plain.format(repeats)} rows repeat an earlier value <span class="muted">(such as those of rows ${exampleRows.slice(0, 5).join(', ')})</span>`,
      ),
    ),
    list('May do, not checked', sets(unchecked)),
    `<p class="muted">${limits[search.limit]} A key has a value in every row.</p>`,
  ].join('');
};

const bars = (bins: Missingness['completeness']): string => {
  const most = Math.max(1, ...bins.map(({ rows }) => rows));
  const width = 320 / bins.length;
  const drawn = bins.map(({ from, to, rows }, at) => {
    const height = (rows / most) * 80;
    const label = `${from === to ? from : `${from} to ${to}`} absent: ${plain.format(rows)} rows`;
    return `<rect x="${(at * width + 0.5).toFixed(1)}" y="${(85 - height).toFixed(1)}" width="${Math.max(0.5, width - 1).toFixed(1)}" height="${height.toFixed(1)}"><title>${label}</title></rect>`;
  });
  return `<figure><figcaption>Rows by their number of absent cells</figcaption><svg viewBox="0 0 320 90" role="img" class="bars" aria-label="From 0 to ${bins.at(-1)?.to ?? 0} absent cells">${drawn.join('')}</svg></figure>`;
};

const missingMarkup = ({ patterns, distinctPatterns, otherRows, completeness }: Missingness, rows: number, nameOf: NameOf): string => {
  const lines = patterns.map(({ absent, rows: count }) => {
    const which = absent.length === 0 ? 'none: complete rows' : names(absent, nameOf);
    return `<tr><td>${which}</td><td class="figure">${plain.format(count)}</td><td class="figure">${percent.format(count / rows)}</td></tr>`;
  });
  const many = otherRows === 0 ? '' : ` ${plain.format(otherRows)} more rows have other sets, too many to follow.`;
  return `<div class="grid"><table><caption>Absent together</caption><thead><tr><th>Columns</th><th class="figure">Rows</th><th class="figure">Share</th></tr></thead><tbody>${lines.join('')}</tbody></table>${bars(completeness)}</div><p class="muted">${plain.format(distinctPatterns)} different sets in all.${many}</p>`;
};

const measureNames: Readonly<Record<CorrelationMeasure, string>> = {
  pearson: 'Pearson',
  spearman: 'Spearman',
  cramersV: "Cramér's V",
  eta: 'η',
};

const correlationMarkup = ({ strongest, rows, isSampled, leftOut, columns }: Correlations, nameOf: NameOf): string => {
  if (columns.length < 2) return '<p>There are not two columns of numbers, times or categories.</p>';
  const lines = strongest.map(({ columns: pair, measure, value, rows: own, standardError }) => {
    const error = standardError === null ? '' : ` ± ${plain.format(standardError)}`;
    return `<tr><td>${names(pair, nameOf)}</td><td>${measureNames[measure]}</td><td class="figure">${plain.format(value)}${error}</td><td class="figure">${plain.format(own)}</td></tr>`;
  });
  const which = isSampled
    ? `Approximate: over ${plain.format(rows)} rows drawn evenly; ± is the standard error of that.`
    : 'Over all rows.';
  const more = leftOut === 0 ? '' : ` ${plain.format(leftOut)} columns that tell less of a row were left out.`;
  return `<table><caption>Strongest pairs</caption><thead><tr><th>Columns</th><th>Measure</th><th class="figure">Value</th><th class="figure">Rows with both</th></tr></thead><tbody>${lines.join('')}</tbody></table><p class="muted">${which}${more}</p>`;
};

const dependencyMarkup = ({ found, rows, isSampled }: Dependencies, nameOf: NameOf): string => {
  const over = `<p class="muted">${isSampled ? 'Looked at' : 'All'} ${plain.format(rows)} rows.</p>`;
  if (found.length === 0) return `<p>No column is decided by one or two others.</p>${over}`;
  const lines = found.map(({ determinants, dependent, support, violations, strength, exampleRows }) => {
    const rowsOf =
      exampleRows.length === 0 ? '' : ` <span class="muted">rows ${exampleRows.slice(0, 5).join(', ')}${violations > 5 ? ' …' : ''}</span>`;
    return `<tr><td>${names(determinants, nameOf)} decide ${names([dependent], nameOf)}</td><td class="figure">${plain.format(support)}</td><td class="figure">${plain.format(violations)}${rowsOf}</td><td class="figure">${plain.format(strength)}</td></tr>`;
  });
  return `<table><thead><tr><th>Dependency</th><th class="figure">Support</th><th class="figure">Rows against it</th><th class="figure" title="Agreement beyond chance (kappa)">Strength</th></tr></thead><tbody>${lines.join('')}</tbody></table>${over}`;
};

interface Matrix {
  readonly title: string;
  readonly note: string;
  readonly columns: readonly number[];
  readonly values: readonly (readonly (number | null)[])[];
}

/** Of Spearman's square only the columns of numbers. */
const spearmanOf = ({ columns, spearman }: Correlations): Pick<Matrix, 'columns' | 'values'> => {
  const able = columns.flatMap(({ role }, at) => (role === 'number' ? [at] : []));
  return {
    columns: columns.filter(({ role }) => role === 'number').map(({ position }) => position),
    values: able.map((a) => able.map((b) => spearman[a]?.[b] ?? null)),
  };
};

const correlationMatrices = (correlations: Correlations): Matrix[] => {
  const { columns, mixed } = correlations;
  const ranked = spearmanOf(correlations);
  const all: Matrix = {
    title: 'Correlations',
    note: "Pearson's r of numbers and times, Cramér's V (bias corrected) of categories, correlation ratio η of a category and a number. Empty where it is not defined.",
    columns: columns.map(({ position }) => position),
    values: mixed,
  };
  const ranks: Matrix = { title: 'Rank correlations', note: "Spearman's ρ: how far one rises with the other, evenly or not.", ...ranked };
  return [...(columns.length < 2 ? [] : [all]), ...(ranked.columns.length < 2 ? [] : [ranks])];
};

/** The matrices that the page draws where they are opened. */
export const matricesOf = ({ missingness: { correlation }, correlations }: Relations): Matrix[] => {
  const drawn = correlationMatrices(correlations);
  if (correlation === null) return drawn;
  const { columns, values, rows } = correlation;
  const note = `Phi coefficient of "is absent", over ${plain.format(rows)} rows: 1 always together, -1 never together, 0 by chance.`;
  return [...drawn, { title: 'Absence that goes together', note, columns, values }];
};

/** What columns have to do with each other, as a part of the page. */
export const relationsSection = ({ relations, metrics, columns }: Profile): string => {
  if (relations === undefined) return '';
  const nameOf: NameOf = (position) => columns[position]?.name ?? '';
  const { keys, missingness, correlations, dependencies } = relations;
  const matrices = matricesOf(relations).map(
    ({ title, note }, at) =>
      `<details class="matrix" data-matrix="${at}"><summary>${title}</summary><p class="muted">${note}</p></details>`,
  );
  return [
    `<h2>Keys</h2>${keysMarkup(keys, nameOf)}`,
    `<h2>Correlations</h2>${correlationMarkup(correlations, nameOf)}${matrices.join('')}`,
    `<h2>Dependencies</h2>${dependencyMarkup(dependencies, nameOf)}`,
    `<h2>Rows</h2>${missingMarkup(missingness, metrics['rows'] ?? 0, nameOf)}`,
  ].join('');
};
