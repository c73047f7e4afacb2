import { Survivorship, type MergeColumn } from './survivors';

const columnOf = (name: string, cells: readonly (string | null)[]): MergeColumn => ({
  name,
  cellOf: (row) => cells[row] ?? null,
  values: [...new Set(cells.filter((cell) => cell !== null))],
});
const rowsOf = (cells: readonly unknown[]) => cells.map((_, row) => row);

describe('mostRecent', () => {
  /** The row of the first group that stays; `others` are of the column, and of no group. */
  const latest = (seen: readonly (string | null)[], others: readonly string[] = []) => {
    const [recent, value] = [columnOf('seen', [...seen, ...others]), columnOf('v', rowsOf(seen).map(String))];
    const survivor = new Survivorship([recent, value], { recentBy: 'seen' }).of(rowsOf(seen), value, 'mostRecent');
    return [survivor?.from, survivor?.reason];
  };

  it.each<[string, readonly string[], readonly string[], number]>([
    ['the month first', ['02/11/2021', '03/02/2021'], ['12/25/2020'], 1],
    ['the day first', ['02/11/2021', '03/02/2021'], ['25/12/2020'], 0],
    ['either order, to the same end', ['01/02/2021', '03/04/2022'], [], 1],
    ['other signs', ['2021.03.04', '20210305', '3-2-2021', '2021/03/04'], [], 1],
    ['a time of day', ['2021-01-01 09:30', '2021-01-01 10:00'], [], 1],
    ['a time of day behind a written date', ['13/01/2021 9:30 pm', '13/01/2021, 10:00:30 AM'], [], 0],
    ['zones', ['2021-01-01T10:00+02:00', '2021-01-01T09:30Z', '2021-01-01T10:15:00 +01'], [], 1],
    ['fractions of a second', ['2021-01-01T10:00:00.25Z', '2021-01-01T10:00:00.5Z'], [], 1],
    ['a day that is the next one elsewhere', ['2021-01-02T00:30:00+05:00', '2021-01-01T23:00:00Z'], [], 1],
    ['names of months', ['2 Jan 2021', '5 Mar 2021', 'February 13th, 2021', '2021-03-04'], [], 1],
    ['no day of any calendar', ['31/02/2021', '2020-05-05', '2021-02-30'], [], 1],
  ])('goes by moments: %s', (_, seen, others, expected) => expect(latest(seen, others)).toEqual([expected, 'by the rule mostRecent']));

  it.each<[string, readonly string[], readonly string[]]>([
    ['nothing decides', ['02/11/2021', '03/02/2021'], []],
    ['the column contradicts itself', ['02/11/2021', '03/02/2021'], ['25/12/2020', '12/25/2020']],
  ])('refuses to guess where %s', (_, seen, others) => {
    expect(() => latest(seen, others)).toThrow(
      expect.objectContaining({
        code: 'invalid-recipe',
        place: { column: 'seen' },
        advice: expect.stringContaining('parseDates') as string,
      }),
    );
  });

  it.each([
    ['1700000000', '1800000000'],
    ['05/2023', '06/2023'],
    ['2022-Q1', '2022-Q2'],
  ])('refuses to take the first for the last where %s and %s are no dates that it reads', (...seen) => {
    const told = { code: 'invalid-recipe', place: { column: 'seen' }, advice: expect.stringContaining('highest') as string };
    expect(() => latest(seen, ['2020-01-01'])).toThrow(expect.objectContaining(told));
    expect(latest([seen[0], seen[0], 'later'])).toEqual([0, 'the first; no row has a date in seen']);
  });

  it('says where no row has a date', () => {
    expect(latest(['soon', 'later', null])).toEqual([0, 'the first; no row has a date in seen']);
    expect(latest(['soon', '2020-01-01'])).toEqual([1, 'by the rule mostRecent']);
  });
});

describe('min and max', () => {
  const ends = (cells: readonly string[], others: readonly string[] = []) => {
    const column = columnOf('v', [...cells, ...others]);
    const survivorship = new Survivorship([column], {});
    return (['min', 'max'] as const).map((rule) => survivorship.of(rowsOf(cells), column, rule)?.value);
  };

  it.each<[string, readonly string[], readonly string[], readonly [string, string]]>([
    ['what is no number wins over none', ['n/a', '10', '9', 'unknown'], ['3', '4'], ['9', '10']],
    ['separators of thousands', ['1,200', '900', '15'], [], ['15', '1,200']],
    ['a decimal point beside them', ['1,200', '900.5'], [], ['900.5', '1,200']],
    ['a decimal comma', ['1,200', '900', '1,5'], [], ['1,200', '900']],
    ['a decimal comma, as others of the column say', ['1.200', '900', '850'], ['12,5'], ['850', '1.200']],
    ['currencies, accounts and exponents', ['$1,000.50', '(20)', '1.5e3', '-5'], [], ['(20)', '1.5e3']],
    ['dates', ['02/11/2021', '03/02/2021'], ['12/25/2020'], ['02/11/2021', '03/02/2021']],
    ['texts', ['Zoe', 'Ann', '7'], ['Bob', 'Cleo'], ['7', 'Zoe']],
  ])('%s', (_, cells, others, expected) => expect(ends(cells, others)).toEqual(expected));

  it('refuses to guess what a column means that contradicts itself', () => {
    expect(() => ends(['1,200', '900'], ['12,5', '12.5'])).toThrow(
      expect.objectContaining({ code: 'invalid-recipe', advice: expect.stringContaining('parseNumbers') as string }),
    );
  });
});

it('a usual token for no value survives only where nothing else is there; a word that may be a value does', () => {
  const of = (...cells: (string | null)[]) => {
    const [column, other] = [columnOf('v', cells), columnOf('w', ['x', ...cells.slice(1).map(() => null)])];
    return new Survivorship([column, other], {}).of(rowsOf(cells), column, 'mostFrequent')?.value;
  };
  expect([of('N/A', '-', 'N/A', 'x'), of('NA', 'NA', 'DE'), of('N/A', null)]).toEqual(['x', 'NA', undefined]);
});
