import { namesOneOf } from '../../semantic/column-words';
import { findSources } from '../../repair/find-sources';
import { percent, type Suggester } from '../proposal';

/**
 * What a column of sources is called. Nothing else tells that they speak of the same: stations of a network, too, mostly agree in each hour, and
 * those in the mountains have a weather of their own.
 */
const sourceNames = ['feed', 'feeds', 'provider', 'providers', 'source', 'sources', 'src', 'website', 'websites'];

/** Sources that contradict one another about the same things, of which some are better than others. */
export const sources: Suggester = (view) => {
  const table = { rows: view.rows, columns: view.columns.map(({ position }) => view.column(position)) };
  const found = findSources(table);
  if (found === null) return [];
  const nameOf = (at: number): string => view.columns[at]?.name ?? '';
  const named = table.columns[found.source]?.values ?? [];
  const { columns, weights, apart, threshold, errors } = found;
  const others = columns.flatMap((at, place) => (apart[place]?.length ? [[nameOf(at), apart[place].map((code) => named[code] ?? '')] as const] : [])); // prettier-ignore
  return [
    {
      step: {
        step: 'reconcileSources',
        key: nameOf(found.key),
        source: nameOf(found.source),
        columns: columns.map(nameOf),
        weights: Object.fromEntries(named.map((name, code) => [name, weights[code] ?? 1])),
        apart: Object.fromEntries(others),
        threshold,
      },
      safe: namesOneOf(nameOf(found.source), sourceNames),
      evidence: [
        `Each "${nameOf(found.source)}" tells of each "${nameOf(found.key)}" once, and they mostly agree in ${columns.length} columns.`,
        `Where they do, the best of them says something else in ${percent(errors[0], 1)} of its cells, the worst in ${percent(errors[1], 1)}, and the same ones in each column.`,
      ],
    },
  ];
};
