import type { CodedColumn } from '../relations/coded-column';
import { isAnotherName } from './natural-variants';
import { repairTypos } from './repair-typos';

/** A column by how often each text occurs. */
const columnOf = (counts: Readonly<Record<string, number>>): CodedColumn => {
  const values = Object.keys(counts);
  const codes = values.flatMap((value, code) => Array<number>(counts[value] ?? 0).fill(code));
  return { values, codes: Int32Array.from(codes), counts: Uint32Array.from(values, (value) => counts[value] ?? 0) };
};
const repaired = (counts: Readonly<Record<string, number>>, threshold: number) =>
  Object.fromEntries(
    repairTypos(columnOf(counts), { mark: null }, threshold).map(({ code, after }) => [Object.keys(counts)[code]!, after]),
  );

const towns = { Brunnenthal: 400, Kirchdorf: 350, Altmuehle: 300, Steinfurt: 280, Wiesengrund: 250, Hohenlinden: 220 };
const slips = { Brunnentjal: 1, Kirchdprf: 1, Altmuhle: 1, Steinfort: 2, Wiesengrumd: 1, Hohenlimden: 1 };

it('a closed vocabulary: slips are repaired', () => {
  expect(repaired({ ...towns, ...slips }, 0.95)).toEqual({
    ...{ Brunnentjal: 'Brunnenthal', Kirchdprf: 'Kirchdorf', Altmuhle: 'Altmuehle' },
    ...{ Wiesengrumd: 'Wiesengrund', Hohenlimden: 'Hohenlinden' },
  });
});

it.each<[string, Readonly<Record<string, number>>]>([
  ['that comes again', { Steinfort: 2, Hohenlimden: 3 }],
  ['of a few letters, as another word may be', { 'Am Hof': 1, 'Am Hut': 1 }],
])('a near text %s is for people to decide', (_, rare) => {
  const all = { ...towns, 'Am Hang': 300, 'Am Huf': 260, 'Am Gut': 240, ...slips, ...rare };
  expect(Object.keys(rare).filter((one) => one in repaired(all, 0.95))).toEqual([]);
  expect(Object.keys(repaired(all, 0.5))).toEqual(expect.arrayContaining(Object.keys(rare)));
});

it('signs that were put in place of others are repaired, and texts that have them and come again are left alone', () => {
  const dosed = {
    text: 300,
    tax: 11,
    test: 320,
    tab: 300,
    'once daily': 200,
    '2x daily': 30,
    '20 daily': 200,
    Hohenlxnden: 2,
    Wxesengrund: 1,
  };
  const counts = { ...towns, ...dosed };
  const found = repairTypos(columnOf(counts), { mark: 'x' }, 0.95).map(({ code, after }) => [Object.keys(counts)[code], after]);
  expect(Object.fromEntries(found)).toEqual({ Hohenlxnden: 'Hohenlinden', Wxesengrund: 'Wiesengrund' });
});

it('other endings of a name are left alone, and slips beside them repaired', () => {
  const men = { Kowalski: 400, Wisniewski: 350, Nowakowski: 300, Lewandowski: 280, Jablonski: 260, Zielinski: 240, Nowotny: 210 };
  const women = { Kowalska: 2, Wisniewska: 1, Nowakowska: 1, Lewandowska: 3, Jablonska: 1, Zielinska: 1, Nowotna: 1 };
  expect(repaired({ ...men, ...women }, 0.5)).toEqual({});
  const wrong = { Kowqlski: 1, Lewandpwski: 1, Nowakwoski: 1, Wisniewdki: 1 };
  expect(Object.keys(repaired({ ...men, ...women, ...wrong }, 0.95)).sort()).toEqual(Object.keys(wrong).sort());
});

it('an edit that is made throughout the column is no slip', () => {
  const pairs = { Catherine: 300, Katherine: 280, Carlotte: 250, Karlotte: 200, Lindenau: 900, Morgenroth: 700, Cassandra: 900 };
  const rare = { Kassandra: 2, Lindwnau: 1, Morgenrpth: 1, Moegenroth: 1 };
  const found = repaired({ ...towns, ...pairs, ...rare }, 0.5);
  expect(Object.keys(found)).not.toContain('Kassandra');
  expect(found).toMatchObject({ Lindwnau: 'Lindenau', Morgenrpth: 'Morgenroth' });
});

it('names that are known are no slips, and a near one that is seen again among many names is for people to decide', () => {
  const names = { Margaret: 400, Jonathan: 380, Christian: 350, Patricia: 300, Johanna: 300, Kristina: 290, Valentin: 280 };
  const rare = { Johann: 1, Christina: 2, Margarez: 1, Patrizia: 3, Jonathon: 4, Valrntin: 1, Christiam: 1, Jphanna: 1 };
  const tail = Object.fromEntries(['Zebulon', 'Quirinus', 'Hildegund', 'Walpurga', 'Eberhard', 'Notburga'].map((name) => [name, 1]));
  const sure = Object.keys(repaired({ ...names, ...rare, ...tail }, 0.95));
  for (const name of ['Christina', 'Patrizia', 'Jonathon']) expect(sure).not.toContain(name);
  expect(Object.keys(repaired({ ...names, ...rare, ...tail }, 0.5))).toEqual(expect.arrayContaining(['Patrizia', 'Jonathon']));
});

it.each([
  ['Petr Jung', 'Petra Jung', true],
  ['Simone Weil', 'Simon Weil', true],
  ['Karim Thomsen', 'Karin Thomsen', true],
  ['Mr Moreau', 'Ms Moreau', true],
  ['Birminghm', 'Birmingham', false],
])('%s beside %s may be another name: %s', (text, near, expected) => {
  expect(isAnotherName(text, near)).toBe(expected);
});
