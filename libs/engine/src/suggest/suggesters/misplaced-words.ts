import { cutSuffix, suffixMoves } from '../../repair/suffix-moves';
import { percent, type Suggester } from '../proposal';
import { presentIn, type TableView } from '../table-view';

/** Of the rows in which a column is absent, the part that must end with one of its values in another column. */
const leastShare = 0.5;
const leastMoves = 5;
/** Of the rows in which both are there, the part that may end like that too. */
const mostOtherwise = 0.02;
/** A column of more different values than these is no list that a word could belong to. */
const mostValues = 2000;

const endsOtherwise = (view: TableView, from: number, to: number): number => {
  const [source, target] = [view.column(from), view.column(to)];
  const known = new Set(target.values);
  const ends = source.values.map((value) => {
    const cut = cutSuffix(value);
    return cut !== null && known.has(cut.suffix);
  });
  let count = 0;
  for (let row = 0; row < view.rows; row += 1) if (target.codes[row] !== -1 && ends[source.codes[row] ?? -1] === true) count += 1;
  return count;
};

export const misplacedWords: Suggester = (view) =>
  view.columns.flatMap((to) => {
    const target = view.column(to.position);
    const present = presentIn(target);
    const absent = view.rows - present;
    if (absent < leastMoves || present < absent || target.values.length > mostValues) return [];
    return view.columns.flatMap((from) => {
      if (from.position === to.position) return [];
      const moves = suffixMoves(view.column(from.position), target).length;
      if (moves < leastMoves || moves < absent * leastShare) return [];
      const otherwise = endsOtherwise(view, from.position, to.position);
      if (otherwise > present * mostOtherwise) return [];
      return [
        {
          step: { step: 'moveSuffix' as const, from: from.name, to: to.name },
          safe: true,
          evidence: [
            `"${to.name}" is absent in ${absent} rows; in ${moves} of them (${percent(moves, absent)}) "${from.name}" ends with one of its values.`,
            `Where "${to.name}" is there, "${from.name}" ends like that in ${percent(otherwise, present)} of the rows.`,
          ],
        },
      ];
    });
  });
