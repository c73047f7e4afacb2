import type { Keys, Missingness, Profile, Relations } from '@millrace/contracts';
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
  budget: 'Some sets were left unchecked, since reading their columns again would have taken too long.',
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

/** The matrices that the page draws where they are opened. */
export const matricesOf = ({ missingness: { correlation } }: Relations) =>
  correlation === null
    ? []
    : [
        {
          title: 'Absence that goes together',
          note: `Phi coefficient of "is absent", over ${plain.format(correlation.rows)} rows: 1 always together, -1 never together, 0 by chance.`,
          columns: correlation.columns,
          values: correlation.values,
        },
      ];

/** What columns have to do with each other, as a part of the page. */
export const relationsSection = ({ relations, metrics, columns }: Profile): string => {
  if (relations === undefined) return '';
  const nameOf: NameOf = (position) => columns[position]?.name ?? '';
  const matrices = matricesOf(relations).map(
    ({ title, note }, at) =>
      `<details class="matrix" data-matrix="${at}"><summary>${title}</summary><p class="muted">${note}</p></details>`,
  );
  return `<h2>Keys</h2>${keysMarkup(relations.keys, nameOf)}<h2>Rows</h2>${missingMarkup(relations.missingness, metrics['rows'] ?? 0, nameOf)}${matrices.join('')}`;
};
