import { recipeSchema, type Change, type Suggestion } from '@millrace/contracts';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanse } from '../cleanse/cleanse';
import { ingest } from '../ingest/ingest';
import { suggestRecipe } from './suggest-recipe';
import { csvOf, faults, madeTable, nameFrom, numbersFrom, spoil, type MadeTable } from './testing/faulty-table';

// Whole tables are read, repaired and written: more than a machine at work may do in five seconds.
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'suggest-'));
});
afterEach(() => rm(folder, { recursive: true }));

const read = async (content: string) => {
  await writeFile(join(folder, 'in'), content);
  const workingCopyPath = join(folder, 'w.parquet');
  return {
    workingCopyPath,
    ingest: await ingest({
      sourcePath: join(folder, 'in'),
      options: {},
      outputPath: workingCopyPath,
      asidePath: join(folder, 'aside'),
    }),
  };
};
const suggest = async (content: string): Promise<Suggestion> => suggestRecipe(await read(content));

/** Cleansed by the suggested recipe. */
const repair = async (content: string) => {
  const table = await read(content);
  const { recipe } = suggestRecipe(table);
  const found = await cleanse({ ...table, recipe, outputDir: folder });
  const log = (await readFile(found.changes.ndjsonPath, 'utf8')).split('\n').filter((line) => line !== '');
  return {
    recipe,
    text: await readFile(found.output.path, 'utf8'),
    log: log.map((line) => JSON.parse(line) as Change),
  };
};

const column = (name: string, cells: readonly string[], other = 'k'): string =>
  csvOf({
    header: [other, name],
    rows: cells.map((cell, row) => [`${row}`, cell]),
  });
const many = (count: number, make: (row: number) => string): string[] => Array.from({ length: count }, (_, row) => make(row));

const tokenOf = (row: number): string =>
  `${(row * 2_654_435_761) % 100_000_000}`.padStart(8, '0').replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)]!);

const compare = (clean: MadeTable, dirty: MadeTable, log: readonly Change[], spoiled: ReadonlySet<string>) => {
  let [repaired, wrong, damaged] = [0, 0, 0];
  for (const { row, column: name, after } of log) {
    const at = dirty.header.indexOf(name);
    if (!spoiled.has(`${row} ${at}`)) damaged += 1;
    else if (clean.rows[row]![at] === after) repaired += 1;
    else wrong += 1;
  }
  return { repaired, wrong, damaged };
};

describe('a table without errors', () => {
  it.each([1, 2, 3])('is left as it is (seed %i)', async (seed) => {
    const { steps } = await suggest(csvOf(madeTable(seed)));
    expect(steps).toEqual([]);
  });

  it.each([
    ['consistent units', many(300, (row) => `${row % 90} min`)],
    ['codes that look alike', many(300, (row) => `a${row % 7}-${row % 3}`)],
    ['acronyms among words', many(300, (row) => (row % 50 === 0 ? ['HTML', 'CSS'][row % 2]! : ['javascript', 'python'][row % 2]!))],
    ['signs as values', many(300, (row) => '+-'[row % 2]!)],
    ['long numbers that are meant', many(300, (row) => `${Math.sin(row + 1)}`)],
    ['names of people, with a long tail', many(600, (row) => (row % 2 === 0 ? 'jonson' : nameFrom(numbersFrom(row))))],
    [
      'words of which one letter makes others',
      many(900, (row) =>
        row % 50 === 7
          ? ['wood', 'sold', 'park', 'Iran', 'cellar', 'winder'][((row / 50) % 6) | 0]!
          : ['wool', 'hold', 'pack', 'Iraq', 'collar', 'window'][row % 6]!,
      ),
    ],
    ['dates of one form', many(300, (row) => `${1 + (row % 28)}/${1 + (row % 12)}/2024`)],
    ['codes that their case tells apart', many(400, (row) => (row % 40 ? tokenOf(row) : tokenOf(row).toUpperCase()))],
    [
      'people who are called like an absent cell',
      many(400, (row) => ['Kim', 'Ada', 'Nan', 'Null'][row % 100 ? row % 2 : 2 + ((row / 100) % 2)]!),
    ],
    [
      'dishes, one of them bread',
      many(300, (row) => (row % 60 === 7 ? 'nan' : ['dal', 'rice', 'palak paneer', 'chutney', 'butter chicken'][row % 5]!)),
    ],
    ['surnames in capitals, one of them Null', many(300, (row) => (row === 60 ? 'NULL' : nameFrom(numbersFrom(row)).toUpperCase()))],
    [
      'names of people, one of whom is noted in capitals',
      many(300, (row) => (row === 60 ? 'NULL' : nameFrom(numbersFrom(row)).replace(/^./, (letter) => letter.toUpperCase()))),
    ],
    ['pods, of which few are of another allele', many(400, (row) => (row % 25 === 3 ? 'gg' : 'GG'))],
    ['small and large units', many(600, (row) => (row % 50 === 3 ? 'MV' : ['mv', 'kv', 'gw'][row % 3]!))],
    [
      'words, some of which are countries in capitals',
      many(900, (row) => (row % 60 === 7 ? ['IN', 'AS'][row % 2]! : ['in', 'as', 'on', 'of', 'by', 'up'][row % 6]!)),
    ],
    ['genes of two animals', many(500, (row) => (row % 25 === 3 ? 'PAX6' : ['pax6', 'shha'][row % 2]!))],
    ['amounts of snow, none of them said in words', many(400, (row) => (row % 4 === 1 ? 'Nil' : `${1 + (row % 19)}.${row % 7}`))],
    ['numbers of pets, of which few have none', many(400, (row) => (row % 30 === 1 ? 'none' : `${1 + (row % 3)}`))],
    ['numbers of complaints, a zero in words or not', many(400, (row) => ['0', '1', 'none', '2'][row % 4]!)],
    [
      'buttons, two of them signs',
      many(400, (row) => (row % 40 === 3 ? '?' : row % 40 === 9 ? '-' : ['w', 'Home', 'x', 'End', 'Up'][row % 5]!)),
    ],
    ['changes, some of which are none', many(400, (row) => (row % 9 === 3 ? '-' : ['+2', '-2', '+5', '0'][row % 4]!))],
    ['chapters with their sections', many(300, (row) => ['Rivers', '  Fish', '    Trout', '  Weirs'][row % 4]!)],
    ['country codes', many(300, (row) => ['NA', 'DE', 'FR'][row % 3]!)],
    ['tokens, each of them both ways', many(400, (row) => `${row % 8 > 3 ? ' ' : ''}${['the', 'ing', 'of', 'er'][row % 4]}`)],
    ['separators', many(300, (row) => [', ', ' - ', ' / ', ': '][row % 4]!)],
  ])('keeps %s', async (_, cells) => {
    expect((await suggest(column('v', cells))).recipe.steps).toEqual([]);
  });
});

describe('slips', () => {
  it.each([
    ['masked', 0.9],
    ['substituted', 0.6],
    ['dropped', 0.35],
    ['doubled', 0.39],
  ] as const)('are repaired by dependencies and frequencies: %s', async (name, least) => {
    const clean = madeTable(11);
    const dirty = spoil(clean, faults[name], 0.03, 5);
    const { log } = await repair(csvOf(dirty));
    const { repaired, wrong, damaged } = compare(clean, dirty, log, dirty.spoiled);
    // Sizes and patients are decided by nothing, and nothing can repair their cells.
    const repairable = [...dirty.spoiled].filter((place) => Number(place.split(' ')[1]) < 9).length;
    expect(damaged).toBe(0);
    expect(wrong).toBeLessThanOrEqual(repaired * 0.02);
    expect(repaired).toBeGreaterThan(repairable * least);
  });

  it('are found whatever the columns are called and in whatever order they stand', async () => {
    const dirty = spoil(madeTable(12), faults.masked, 0.03, 6);
    const order = [4, 9, 1, 7, 0, 2, 10, 8, 3, 6, 5];
    const renamed = {
      header: order.map((_, at) => `c${at}`),
      rows: dirty.rows.map((cells) => order.map((at) => cells[at]!)),
    };
    const places = (log: readonly Change[], nameOf: (name: string) => string) =>
      log.map(({ row, column: name, after }) => `${row} ${nameOf(name)} ${after}`).sort();
    const one = places((await repair(csvOf(dirty))).log, (name) => name);
    const other = places((await repair(csvOf(renamed))).log, (name) => dirty.header[order[Number(name.slice(1))]!]!);
    const shared = one.filter((change) => other.includes(change)).length;
    expect(shared).toBeGreaterThan(Math.max(one.length, other.length) * 0.98);
  });

  it('are repaired once: the recipe changes nothing in its own output', async () => {
    const { recipe, text } = await repair(csvOf(spoil(madeTable(13), faults.masked, 0.03, 7)));
    const table = await read(text);
    const again = await cleanse({ ...table, recipe, outputDir: folder });
    expect(again.changes.count).toBe(0);
  });

  it('carry their confidence and their reason, and the step its evidence', async () => {
    const dirty = csvOf(spoil(madeTable(14), faults.masked, 0.03, 8));
    const { log } = await repair(dirty);
    const one = log.find(({ stepName }) => stepName === 'repairByDependency')!;
    expect(one.confidence).toBeGreaterThanOrEqual(0.95);
    expect(one.reason).toMatch(/^\d+ of \d+ other rows with the same \w+ have it$/);
    const { steps } = await suggest(dirty);
    const step = steps.find(({ step: { step: name } }) => name === 'repairByDependency')!;
    expect(step).toMatchObject({
      safe: true,
      expectedChanges: log.filter(({ stepName }) => stepName === 'repairByDependency').length,
    });
    expect(step.evidence).toEqual(
      expect.arrayContaining([expect.stringContaining('"q"'), expect.stringMatching(/decides "phone" in \d+ of \d+ rows/)]),
    );
    expect(step.examples).toHaveLength(5);
  });
});

describe('values that contradict their rows', () => {
  /** Places of six regions: an area code belongs to one region, a number to one place. */
  const places = (seed: number) => {
    const random = numbersFrom(seed);
    const made = Array.from({ length: 60 }, (_, at) => ({ code: `${40_000 + at * 91}`, town: nameFrom(random), region: `r${at % 6}` }));
    return Array.from({ length: 1500 }, (_, row) => {
      const { code, town, region } = made[random(60)]!;
      return [`${row}`, code, town, region, `${region.slice(1)}${random(4)}7`];
    });
  };
  const header = ['id', 'code', 'town', 'region', 'area'];
  const swapped = (cells: readonly string[], row: number) =>
    row % 60 === 7 ? cells.toSpliced(3, 1, `r${(Number(cells[3]!.slice(1)) + 1) % 6}`) : cells;

  it('stay unless somebody asks for what columns that have nothing to do with each other agree on', async () => {
    const rows = places(3);
    const dirty = csvOf({ header, rows: rows.map(swapped) });
    expect((await repair(dirty)).text).toBe(dirty);
    const table = await read(dirty);
    const dependencies = [
      { from: ['code'], to: 'region' },
      { from: ['area'], to: 'region' },
    ];
    const recipe = recipeSchema.parse({ steps: [{ step: 'repairByDependency', dependencies, threshold: 0.9 }] });
    const found = await cleanse({ ...table, recipe, outputDir: folder });
    expect(await readFile(found.output.path, 'utf8')).toBe(csvOf({ header, rows }));
  });

  it('stay where one thing is only said twice', async () => {
    const rows = places(4).map((cells) => cells.slice(0, 4));
    expect((await suggest(csvOf({ header: header.slice(0, 4), rows: rows.map(swapped) }))).recipe.steps).toEqual([]);
  });
});

describe('forms', () => {
  const after = async (cells: readonly string[]) => {
    const { text } = await repair(column('v', cells));
    return text.trim().split('\n').slice(1).map((line) => line.slice(line.indexOf(',') + 1)); // prettier-ignore
  };

  it('writes stray capitals small where they are known words and hexadecimal digits, and few are rare words', async () => {
    const own = (row: number) => `https://example.org/${(row * 7919 + 0xabcdef01).toString(16)}`;
    expect(await after(many(400, (row) => (row % 20 === 7 ? own(row).toUpperCase() : own(row))))).toEqual(many(400, own));
    const words = (row: number) => `${['green', 'large', 'small', 'round'][row % 4]!} ${row === 27 ? 'quixotic' : 'box'}`;
    expect(await after(many(500, (row) => (row % 20 === 7 ? words(row).toUpperCase() : words(row))))).toEqual(many(500, words));
    const links = many(400, (row) =>
      row % 20 === 7 ? `http://t.co/${'QWRTZP'[row % 6]!}X${row}G` : `http://t.co/${'qwrtzp'[row % 6]!}y${row}k`,
    );
    expect(await after(links)).toEqual(links);
  });

  it('writes short codes in the case of the column where the other one falls on any of them', async () => {
    const own = (row: number) => `${['q', 'rs', 'tuv'][row % 3]!}${(row * 7919) % 97}`;
    expect(await after(many(900, (row) => (row % 60 === 7 ? own(row).toUpperCase() : own(row))))).toEqual(many(900, own));
    const answer = (row: number) => ['yes', 'no'][row % 2]!;
    expect(await after(many(400, (row) => (row % 45 === 7 ? answer(row).toUpperCase() : answer(row))))).toEqual(many(400, answer));
  });

  it('trims numbers that are set flush right, and texts that begin with blanks now and then', async () => {
    expect(await after(many(200, (row) => `${(row * 37) % 990}`.padStart(6)))).toEqual(many(200, (row) => `${(row * 37) % 990}`));
    const words = (row: number) => ['reed', 'sedge'][row % 2]!;
    expect(await after(many(200, (row) => (row % 10 === 3 ? `   ${words(row)}` : words(row))))).toEqual(many(200, words));
    expect(await after(many(200, (row) => (row % 3 === 1 ? `  ${words(row)} ` : words(row))))).toEqual(many(200, words));
  });

  it.each([
    ['years', (row: number) => `${1980 + (row % 40)}`, 'None'],
    ['numbers of which many are zero', (row: number) => `${row % 3}`, 'nil'],
    ['dates', (row: number) => `2021-0${1 + (row % 9)}-1${row % 9}`, 'none'],
  ])('takes words that may say zero for absent among %s', async (_, make, word) => {
    expect(await after(many(300, (row) => (row % 40 === 3 ? word : make(row))))).toEqual(
      many(300, (row) => (row % 40 === 3 ? '' : make(row))),
    );
  });

  it.each([
    ['white space', (key: string) => `${key} `, 'trimWhitespace'],
    ['case', (key: string) => key.toUpperCase(), 'changeCase'],
    ['signs', (key: string) => key.replaceAll('-', ''), 'reformatCells'],
  ])('leaves identifiers that only %s tells apart to people, and the recipe runs', async (_, spoiled, step) => {
    const key = (row: number) => `${['abcd', 'bcda', 'cdab'][row % 3]!}-${1000 + ((row * 7919) % 8999)}-x`;
    const cells = [...many(200, key), ...many(8, (row) => spoiled(key(row * 7)))];
    const rows = cells.map((one, row) => [one, row === 4 ? ' blue' : 'blue', `${row % 7}`]);
    const text = csvOf({ header: ['key', 'colour', 'n'], rows });
    const { steps } = await suggest(text);
    const own = steps.filter(({ step }) => 'columns' in step && Array.isArray(step.columns) && step.columns.includes('key'));
    expect(own.map(({ safe }) => safe)).toEqual(own.map(() => false));
    if (step !== 'reformatCells') expect(own).toMatchObject([{ step: { step, columns: ['key'] }, expectedChanges: 8 }]);
    expect((await repair(text)).text).toBe(text.replace(' blue', 'blue'));
  });

  it.each([
    [
      'minutes in singular, plural and full',
      many(500, (row) => `${60 + (row % 90)} ${['min', 'min', 'min', 'mins', 'minutes'][row % 5]!}`),
    ],
    ['days of a small and a large number', many(90, (row) => `${row % 30} ${['day', 'days', 'Days'][row % 3]!}`)],
    ['one route with a letter', many(40, (row) => (row === 7 ? '38L' : `${row}`))],
    ['minutes among seconds', many(100, (row) => (row === 7 ? '3 min' : `${row}`))],
    [
      'pounds among kilograms',
      many(300, (row) => (row % 12 === 0 ? `${110.5 + (row % 60)} lb` : `${50.25 + (row % 62) + (row % 31 === 0 ? 90 : 0)}`)),
    ],
    ['grades and one small letter', many(100, (row) => (row === 3 ? 'a' : ['A', 'B'][row % 2]!))],
    ['bases and a gap', many(100, (row) => (row === 3 ? '-' : ['A', 'C', 'G', 'T'][row % 4]!))],
  ])('leaves %s alone', async (_, cells) => {
    expect(await after(cells)).toEqual(cells);
  });

  it('rounds the noise of binary floating point', async () => {
    expect(await after(many(100, (row) => (row % 10 === 0 ? '0.055999999999999994' : `0.0${row % 9}`)))).toEqual(
      many(100, (row) => (row % 10 === 0 ? '0.056' : `0.0${row % 9}`)),
    );
  });

  it.each<[string, (row: number) => string]>([
    ['chances, of which one is just below 1', (row) => (row % 10 === 0 ? '0.9999999999999999' : `0.${1 + (row % 9)}`)],
    ['chances, of which some are 1', (row) => (row % 10 === 0 ? '0.9999999999999999' : row % 10 === 1 ? '1.0' : `0.${1 + (row % 9)}`)],
    ['numbers of any digits', (row) => (row % 10 === 0 ? '0.055999999999999994' : row % 10 === 1 ? `0.${71_234_567_891 + row * 977}` : `0.0${row % 9}`)],
  ])('rounds no noise among %s before somebody says yes', async (_, make) => {
    expect(await after(many(100, make))).toEqual(many(100, make));
  }); // prettier-ignore

  it('writes stray dates as the others where the column decides the order', async () => {
    const iso = (row: number) => `2024-${`${1 + (row % 12)}`.padStart(2, '0')}-${`${1 + (row % 28)}`.padStart(2, '0')}`;
    const stray = (row: number) => iso(row).split('-').reverse().join('/');
    expect(await after(many(300, (row) => (row % 20 === 0 ? stray(row) : iso(row))))).toEqual(many(300, iso));
    const undecided = many(300, (row) => (row === 3 ? '04/05/2024' : iso(row)));
    expect(await after(undecided)).toEqual(undecided);
  });

  it('writes dates with names of months as the others, and reads no other ones by that', async () => {
    const iso = (row: number) => `2024-${`${1 + (row % 12)}`.padStart(2, '0')}-${`${1 + (row % 28)}`.padStart(2, '0')}`;
    const months = ['January', 'Feb', 'mar', 'April', 'May', 'Jun.', 'JUL', 'August', 'Sept', 'Oct', 'Nov', 'December'];
    const named = (row: number) => (row % 2 ? `${1 + (row % 28)} ${months[row % 12]} 2024` : `${months[row % 12]} ${1 + (row % 28)} 2024`);
    const cells = many(300, (row) => (row === 4 ? '04/05/2024' : row % 19 === 0 ? named(row) : iso(row)));
    expect(await after(cells)).toEqual(many(300, (row) => (row === 4 ? '04/05/2024' : iso(row))));
    const words = many(300, (row) => (row % 20 === 0 ? 'May 2024' : iso(row)));
    expect(await after(words)).toEqual(words);
  });

  it.each([
    ['another form decides', (row: number) => (row % 40 === 0 ? `${13 + (row % 15)}.03.2024` : '4/5/2024')],
    ['two against many do', (row: number) => (row < 40 ? `${13 + (row % 15)}/03/2024` : '04/05/2024')],
  ])('leaves stray dates where only %s', async (_, stray) => {
    const cells = many(600, (row) => (row % 20 === 0 ? stray(row) : `2024-0${1 + (row % 9)}-1${row % 10}`));
    expect(await after(cells)).toEqual(cells);
  });

  it('lowers what was typed in capitals among the same words', async () => {
    const words = ['late delivery', 'late payment', 'good quality'];
    expect(await after(many(200, (row) => (row % 50 === 0 ? words[row % 3]!.toUpperCase() : words[row % 3]!)))).toEqual(
      many(200, (row) => words[row % 3]!),
    );
  });

  it('lowers hexadecimal codes', async () => {
    const hex = (row: number) => `ab${((row * 2_654_435_761) % 4_294_967_296).toString(16).padStart(8, '0')}`;
    expect(await after(many(400, (row) => (row % 40 ? hex(row) : hex(row).toUpperCase())))).toEqual(many(400, hex));
  });

  it('moves a word into the column where it belongs', async () => {
    const states = ['OR', 'CA', 'TX'];
    const rows = many(120, (row) => `Town${row % 30}`).map((town, row) =>
      row % 12 === 0 ? [`${row}`, `${town} ${states[row % 3]!}`, ''] : [`${row}`, town, states[row % 3]!],
    );
    const { text } = await repair(csvOf({ header: ['k', 'town', 'state'], rows }));
    expect(text.split('\n')[13]).toBe('12,Town12,OR');
  });

  it('moves no last word of a name for being the name of something else', async () => {
    const rows = many(240, (row) => ['Red Iris', 'Blue Heron', 'Old Oak', 'Wild Fern'][row % 4]!).map((name, row) =>
      row % 12 < 4 ? [`${row}`, name, ''] : [`${row}`, `${name.split(' ')[0]} No ${row % 7}`, name.split(' ')[1]!],
    );
    expect((await suggest(csvOf({ header: ['k', 'name', 'plant'], rows }))).steps.map(({ step }) => step.step)).not.toContain('moveSuffix');
  });

  it('takes a word for absent where the table does so among numbers, or in many columns, or where no other cell is written so', async () => {
    const stepsOf = async (header: string[], cells: (row: number) => string[]) =>
      (await suggest(csvOf({ header, rows: Array.from({ length: 300 }, (_, row) => [`${row}`, ...cells(row)]) }))).steps
        .filter(({ step: { step } }) => step === 'normaliseNulls')
        .map(({ step, safe }) => ({ safe, columns: 'columns' in step && step.columns, tokens: 'tokens' in step && step.tokens }));
    const word = (row: number) => ['red', 'green', 'blue', 'grey'][row % 4]!;
    expect(await stepsOf(['k', 'v'], (row) => [row % 50 === 9 ? 'null' : word(row)])).toEqual([
      { safe: false, columns: ['v'], tokens: ['null'] },
    ]);
    expect(await stepsOf(['k', 'v'], (row) => [row % 50 === 9 ? 'NULL' : word(row)])).toEqual([
      { safe: true, columns: ['v'], tokens: ['null'] },
    ]);
    const beside = (row: number) => [row % 50 === 9 ? 'null' : word(row), row % 40 === 1 ? 'null' : `${row % 7}`];
    expect(await stepsOf(['k', 'v', 'n'], beside)).toEqual([{ safe: true, columns: ['v', 'n'], tokens: ['null'] }]);
    const everywhere = (row: number) => [0, 1, 2].map((at) => (row % 50 === at ? ['null', 'N/A'][row % 4 < 2 ? 0 : 1]! : word(row + at)));
    expect(await stepsOf(['k', 'a', 'b', 'c'], everywhere)).toEqual([{ safe: true, columns: ['a', 'b', 'c'], tokens: ['n/a', 'null'] }]);
    expect(
      await stepsOf(['k', 'surname', 'n'], (row) => [
        row === 9 ? 'Null' : ['Smith', 'Jones'][row % 2]!,
        row % 40 === 1 ? 'null' : `${row % 7}`,
      ]),
    ).toEqual([
      { safe: true, columns: ['n'], tokens: ['null'] },
      { safe: false, columns: ['surname'], tokens: ['null'] },
    ]);
  });

  it('proposes, and does not apply, what only people can know', async () => {
    const { steps, recipe } = await suggest(`a,b\n${'x,none\ny,some\n'.repeat(20)}`);
    expect(steps.map(({ step: { step }, safe }) => [step, safe])).toEqual([
      ['normaliseNulls', false],
      ['dropDuplicates', false],
    ]);
    expect(steps[1]?.expectedRows).toBe(38);
    expect(recipe.steps).toEqual([]);
  });
});
