import pl from 'nodejs-polars';
import { encodeFrame } from '../relations/encode-table';
import { clusterPairs } from './cluster-pairs';
import { decideRows, type Decided } from './decided-rows';
import { matchRecords } from './match-records';
import { seededRandom } from './seeded-random';

const match = (names: string[], rows: (string | null)[][], decided?: Decided) => {
  const frame = pl.DataFrame(names.map((_, at) => pl.Series(`c${at}`, rows.map((row) => row[at] ?? null), pl.Utf8))); // prettier-ignore
  return matchRecords(
    encodeFrame(
      frame,
      names.map((_, at) => at),
    ),
    { names, threshold: 0.95, review: 0.3, ...(decided && { decided }) },
  );
};

const names = ['given', 'family', 'address', 'town', 'postcode', 'born'];
const random = seededRandom();
const below = (count: number) => Math.floor(random() * count);
const word = (length: number) => Array.from({ length }, () => 'bdfgklmnprst'[below(12)]! + 'aeiou'[below(5)]!).join('');
const [given, family, streets, towns] = [40, 200, 150, 30].map((count) => Array.from({ length: count }, () => word(3)));
const pick = (list: string[] | undefined) => list![below(list!.length)]!;
const person = (): string[] => {
  const town = below(30);
  const born = `19${10 + below(80)}-0${1 + below(9)}-1${below(10)}`;
  return [pick(given), pick(family), `${1 + below(90)} ${pick(streets)} street`, towns![town]!, `${1000 + 7 * town}`, born];
};
const typo = (text: string): string => text.slice(0, 2) + text[3]! + text[2]! + text.slice(4);

describe('persons', () => {
  const persons = Array.from({ length: 400 }, person);
  const told = persons.slice(0, 40).map((cells, at) => cells.map((cell, place) => (place === at % 6 ? typo(cell) : cell)));
  const { clusters, review, explain, columns } = match(names, [...persons, ...told]);
  /** Where two digits of a year were exchanged it may be father and son, unless too many years lie between. */
  const yearsApart = (at: number) => Math.abs(Number(persons[at]![5]!.slice(0, 4)) - Number(told[at]![5]!.slice(0, 4)));
  const isDoubtful = (at: number) => yearsApart(at) > 0 && yearsApart(at) <= 60;
  const pairs = told.map((_, at) => [at, 400 + at]);

  it('that are told of twice with slips are found, and no others; those of other years are to be looked at', () => {
    expect(clusters).toEqual(pairs.filter((_, at) => !isDoubtful(at)));
    expect(review.map(({ a, b }) => [a, b])).toEqual(expect.arrayContaining(pairs.filter((_, at) => isDoubtful(at))));
  });

  it('are compared by what their columns are', () => {
    expect(columns.map(({ comparator }) => comparator)).toEqual(['names', 'names', 'words', 'names', 'digits', 'dates']);
  });

  it('say why: a rare agreement weighs much, one that another column decides next to nothing', () => {
    const evidence = Object.fromEntries(explain(0, 400).map((one) => [one.column, one]));
    expect(evidence['born']).toMatchObject({ level: 'same' });
    expect(evidence['address']!.bits).toBeGreaterThan(6);
    expect(evidence['given']!.level).not.toBe('same');
    expect(Math.min(evidence['town']!.bits, evidence['postcode']!.bits)).toBeLessThan(1);
  });

  it('are what people decided, whatever the evidence; who is undecided goes on to be looked at', () => {
    const rowsOf = new Map([0, 1, 2, 3, 400, 401, 402].map((row) => [`k${row}`, [row]]));
    const decided = decideRows([
      {
        rowsOf,
        pairs: [
          { keys: ['k0', 'k400'], decision: 'different' },
          { keys: ['k1', 'k2'], decision: 'same' },
          { keys: ['k3', 'k9'], decision: 'same' },
          { keys: ['k2', 'k402'], decision: 'undecided' },
        ],
      },
    ]);
    const found = match(names, [...persons, ...told], decided);
    const of = (row: number) => found.clusters.find((rows) => rows.includes(row));
    expect([decided.met, decided.unmet]).toEqual([3, 1]);
    expect([of(0), of(400)]).toEqual([undefined, undefined]);
    expect(of(1)).toEqual(expect.arrayContaining([1, 2]));
    expect(found.same).toContainEqual({ a: 1, b: 2, probability: 1, decided: 'same' });
    expect([...found.same, ...found.review].find(({ a, b }) => a === 2 && b === 402)?.decided).toBe('undecided');
    expect([...found.same, ...found.review].some(({ a, b }) => a === 0 && b === 400)).toBe(false);
    expect(found.clusters.slice(1)).toEqual(match(names, [...persons, ...told]).clusters.slice(3));
  });

  it('that none tells of twice are not found', () => {
    expect(match(names, persons).clusters).toEqual([]);
  });

  it('of whom little is told, and who are like each of two who are not one, are left to people', () => {
    const [one, little] = [persons[0]!, 400];
    const twin = [one[0]!, ...one.slice(1, 5), '1931-02-03'];
    const all = [...persons, [...one.slice(0, 5), null], twin];
    const alone = match(names, all.slice(0, -1));
    expect(alone.clusters).toEqual([[0, little]]);
    const { clusters, same, review: toLook } = match(names, all);
    expect(clusters).toEqual([]);
    expect(same).toEqual([]);
    expect(toLook.map(({ a, b }) => [a, b])).toEqual(expect.arrayContaining([[0, little], [little, 401]])); // prettier-ignore
    expect(toLook.every(({ probability }) => probability < 0.95)).toBe(true);
  });

  it('of one household are not one', () => {
    const households = Array.from({ length: 200 }, () => {
      const [a, b] = [person(), person()];
      return [a, [b[0]!, ...a.slice(1, 5), b[5]!]];
    }).flat();
    expect(match(names, households).clusters).toEqual([]);
  });
});

it('a row that says nothing matches no other, and a column that tells every row apart is left out', () => {
  const rows = Array.from({ length: 50 }, (_, row) => (row < 10 ? [`r${row}`, null, '  '] : [`r${row}`, word(4), word(4)]));
  const { clusters, columns } = match(['id', 'a', 'b'], rows);
  expect(clusters).toEqual([]);
  expect(columns).toEqual([]);
});

describe('decisions', () => {
  const rowsOf = new Map([0, 1, 2, 3].map((row) => [`k${row}`, [row]]));
  const decide = (pairs: [number, number, 'same' | 'different'][], rows = rowsOf) =>
    decideRows([{ rowsOf: rows, pairs: pairs.map(([a, b, decision]) => ({ keys: [`k${a}`, `k${b}`], decision })) }]);

  it('follow from each other: what is the same as the same is the same', () => {
    const { groups, verdictOf } = decide([[0, 1, 'same'], [2, 1, 'same']]); // prettier-ignore
    expect(groups.map((rows) => rows.toSorted())).toEqual([[0, 1, 2]]);
    expect([verdictOf(0, 2), verdictOf(0, 3)]).toEqual(['same', null]);
  });

  it('that contradict each other are told, and the rows stay apart', () => {
    const { conflicts, verdictOf, groups } = decide([[0, 1, 'same'], [0, 2, 'different'], [1, 2, 'same']]); // prettier-ignore
    expect(conflicts).toEqual([{ same: [1, 2], different: [0, 2] }]);
    expect(groups.map((rows) => rows.toSorted())).toEqual([[0, 1]]);
    expect(verdictOf(1, 2)).toBeNull();
    const { clusters } = clusterPairs([{ a: 1, b: 2, probability: 1 }], (a, b) => verdictOf(a, b) === 'different', 0.95, groups);
    expect(clusters).toEqual([[0, 1]]);
  });

  it('hold for all rows that say the same', () => {
    const alike = new Map([['k0', [0, 5]], ['k1', [1]]]); // prettier-ignore
    expect(decide([[0, 1, 'different']], alike).verdictOf(5, 1)).toBe('different');
    expect(decide([[0, 0, 'different']], alike).verdictOf(0, 5)).toBe('different');
    expect(decide([[0, 1, 'same']], alike).groups.map((rows) => rows.toSorted())).toEqual([[0, 1, 5]]);
  });
});
