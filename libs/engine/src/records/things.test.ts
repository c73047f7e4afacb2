import pl from 'nodejs-polars';
import { encodeFrame } from '../relations/encode-table';
import { matchRecords } from './match-records';
import { seededRandom } from './seeded-random';

const random = seededRandom();
const below = (count: number) => Math.floor(random() * count);
const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;
const word = () => Array.from({ length: 3 }, () => pick([...'bdfgklmnprstvz']) + pick([...'aeiou'])).join('');
const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

type Row = readonly string[];
const match = (names: readonly string[], rows: readonly Row[]) => {
  const frame = pl.DataFrame(names.map((_, at) => pl.Series(`c${at}`, rows.map((row) => row[at] ?? null), pl.Utf8))); // prettier-ignore
  const positions = names.map((_, at) => at);
  return matchRecords(encodeFrame(frame, positions), { names, threshold: 0.95, review: 0.3 });
};

/** The same, written another way. */
const again: readonly ((text: string) => string)[] = [
  (text) => text.toUpperCase(),
  (text) => text.toLowerCase(),
  (text) => ` ${text.replaceAll(' ', '  ')}`,
  (text) => text.replaceAll('e', 'é'),
];

interface Table {
  readonly names: readonly string[];
  /** Rows that all tell of different things, many of which look alike. */
  readonly things: () => Row[];
  /** The column that is written another way where a row is told again. */
  readonly written: number;
}

const isbnless: Table = {
  names: ['title', 'year', 'publisher', 'language'],
  things: () =>
    Array.from({ length: 30 }, () => [capital(word()), pick(['Harbour Press', 'Old Mill', 'Quay & Sons'])] as const).flatMap(([title, publisher]) =>
      ['', ' 2', ' 3', ' Omnibus'].slice(0, 2 + below(3)).map((part) => [`${title}${part}`, `${1970 + below(50)}`, publisher, pick(['English', 'Welsh'])]),
    ),
  written: 0,
}; // prettier-ignore

const catalogue: Table = {
  names: ['item', 'maker', 'price', 'text'],
  things: () =>
    ['Hartfeld', 'Orbis', 'Tamber', 'Velco', 'Quist'].flatMap((maker) =>
      ['drill', 'sander', 'router', 'planer', 'jigsaw', 'grinder', 'saw'].flatMap((tool) =>
        ['12V', '18V'].flatMap((volts) =>
          ['red', 'grey'].map((colour) => {
            const item = `${maker} ${tool} ${volts} ${colour}`;
            return [item, maker, `${40 + below(600)}`, `The ${maker} ${tool}, a cordless tool of ${volts} in ${colour}`];
          }),
        ),
      ),
    ),
  written: 0,
};

const recipes: Table = {
  names: ['dish', 'course', 'cuisine'],
  things: () => Array.from({ length: 200 }, () => [`${capital(word())} ${word()}`, pick(['soup', 'main', 'sweet', 'salad']), capital(pick(['thai', 'greek', 'basque', 'punjabi', 'french']))]),
  written: 0,
}; // prettier-ignore

describe.each<[string, Table]>([
  ['books of series', isbnless],
  ['a catalogue', catalogue],
])('%s', (_, { names, things, written }) => {
  // prettier-ignore
  it.each([0, 1, 20])('%i rows that repeat another but for case, blanks or accents are found, and no others', (repeated) => {
    const all = things();
    const rows = [...all, ...all.slice(0, repeated).map((row, at) => row.map((cell, place) => (place === written ? again[at % 4]!(cell) : cell)))]; // prettier-ignore
    const { clusters, review } = match(names, rows);
    expect(clusters).toEqual(all.slice(0, repeated).map((_cells, at) => [at, all.length + at]));
    // What merely has much in common is not to be looked at by the hundred.
    expect(review.length).toBeLessThanOrEqual(rows.length / 5);
  });
});

it.each([1, 20])('%i rows of one text and two of few values that repeat another are found or to be looked at', (repeated) => {
  const all = recipes.things();
  const rows = [...all, ...all.slice(0, repeated).map(([dish = '', ...others], at) => [again[at % 4]!(dish), ...others])];
  const { clusters, review } = match(recipes.names, rows);
  const found = [...clusters, ...review.map(({ a, b }) => [a, b])].toSorted(([a = 0], [b = 0]) => a - b);
  expect(found).toEqual(all.slice(0, repeated).map((_cells, at) => [at, all.length + at]));
});

it.each<[string, readonly string[], () => string[]]>([
  ['readings', ['station', 'hour', 'state'], () => [`S${below(20)}`, `${below(24)}`, pick(['ok', 'low', 'high'])]],
  ['lines of orders', ['article', 'quantity', 'shop'], () => [pick(['nail', 'screw', 'bolt', 'washer', 'hinge', 'hook']), `${1 + below(4)}`, pick(['Ash', 'Elm', 'Oak'])]], // prettier-ignore
])('%s that say the same by chance stay apart', (_, names, row) => {
  const { clusters, same } = match(names, Array.from({ length: 600 }, row)); // prettier-ignore
  expect([clusters, same]).toEqual([[], []]);
});

it('another number in a text makes it another one, however much else is the same', () => {
  const like = ['Harbour lights 2', 'Harbour lights 3', 'Harbor lights 3', 'Harbor lights 3'].map((title) => [
    title,
    '1990',
    'Old Mill',
    'Welsh',
  ]);
  const { explain } = match(isbnless.names, [...like, ...isbnless.things()]);
  const levelOf = (a: number, b: number) => explain(a, b).find(({ column }) => column === 'title')?.level;
  expect([levelOf(0, 1), levelOf(1, 2)]).toEqual(['near', 'close']);
});
