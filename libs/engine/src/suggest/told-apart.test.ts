import pl from 'nodejs-polars';
import { cell } from '../ingest/working-copy';
import { repairTypos } from '../repair/repair-typos';
import { TableView } from './table-view';
import { toldApart } from './told-apart';

type Row = readonly [town: string, zip: string | null];
const times = (count: number, row: Row): Row[] => Array.from({ length: count }, () => row);
const many: readonly Row[] = [
  ...times(200, ['Hartford', '06101']),
  ...times(180, ['Middletown', '06457']),
  ...times(160, ['Charleston', '29401']),
];
/** Of the towns that look like slips, those that are none. */
const apart = (...rare: readonly Row[]): string[] => {
  const rows = [...many, ...rare];
  const columns = [0, 1].map((at) => pl.Series(cell(at), rows.map((row) => row[at] ?? null), pl.Utf8)); // prettier-ignore
  const view = new TableView(pl.DataFrame(columns), ['town', 'zip'].map((name, position) => ({ name, position }))); // prettier-ignore
  const { values } = view.column(0);
  return [...toldApart(view, 0, repairTypos(view.column(0), { mark: null }, 0.5))].map((code) => values[code] ?? '');
};
const slips: readonly Row[] = [['Hartfrod', '06101'], ['Middletwon', '06457'], ['Charlestom', '29401'], ['Hartfort', '06101']]; // prettier-ignore

it.each<[string, Row, string[]]>([
  ['has a postcode of its own', ['Hertford', '27944'], ['Hertford']],
  ['has one that differs in a digit', ['Hertford', '06102'], ['Hertford']],
  ['has that of the frequent one', ['Hertford', '06101'], []],
  ['has none', ['Hertford', null], []],
  ['has one that a row of the frequent one has, too', ['Hertford', '06103'], []],
])('a value that looks like a slip and %s', (_, row, expected) => {
  expect(apart(...slips, ['Hartford', '06103'], row)).toEqual(expected);
});

it('says nothing where nothing goes with the frequent value', () => {
  const spread = [...slips, ['Hertford', '27944'] as const, ...Array.from({ length: 90 }, (_, at): Row => ['Hartford', `${70_000 + at}`])];
  expect(apart(...spread)).toEqual([]);
});
