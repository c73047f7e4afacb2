import { Fault, recipeSchema, type RecipeInput, type UndoSelection } from '@millrace/contracts';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ingest } from '../ingest/ingest';
import { undo } from '../undo/undo';
import { cleanse } from './cleanse';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'columns-'));
});
afterEach(() => rm(folder, { recursive: true }));

const cleansed = async (content: string, steps: RecipeInput['steps']) => {
  const [sourcePath, workingCopyPath] = [join(folder, 'in'), join(folder, 'w.parquet')];
  await writeFile(sourcePath, content);
  const read = await ingest({ sourcePath, options: { header: true }, outputPath: workingCopyPath, asidePath: join(folder, 'aside') });
  const found = await cleanse({ workingCopyPath, ingest: read, recipe: recipeSchema.parse({ steps }), source: { path: sourcePath }, outputDir: folder }); // prettier-ignore
  const back = async (selection: UndoSelection) => {
    const request = { cleansedPath: found.output.path, changesPath: found.changes.parquetPath, selection };
    return readFile((await undo({ ...request, outputDir: await mkdtemp(join(folder, 'back-')) })).path, 'utf8');
  };
  return { text: await readFile(found.output.path, 'utf8'), changes: found.changes.count, back };
};
const people = 'Full Name,born,note\n"Ada, Byron",1815,\n"Alan, Turing, OBE",1912,x\nPlato,,\n';

it.each<[string, RecipeInput['steps'][number], string]>([
  ['splits', { step: 'splitColumn', column: 'Full Name', by: ', ', into: ['first', 'last'] }, 'Full Name,first,last,born,note\n"Ada, Byron",Ada,Byron,1815,\n"Alan, Turing, OBE",Alan,"Turing, OBE",1912,x\nPlato,Plato,,,\n'],
  ['merges what is there', { step: 'mergeColumns', columns: ['born', 'note'], separator: '/', into: 'both' }, 'Full Name,born,note,both\n"Ada, Byron",1815,,1815\n"Alan, Turing, OBE",1912,x,1912/x\nPlato,,,\n'],
  ['extracts', { step: 'extractPattern', column: 'born', pattern: '^(\\d\\d)\\d\\d$', group: 1, into: 'century' }, 'Full Name,born,century,note\n"Ada, Byron",1815,18,\n"Alan, Turing, OBE",1912,19,x\nPlato,,,\n'],
  ['renames', { step: 'renameColumns', names: { born: 'year', gone: 'note' } }, people.replace('born', 'year')],
  ['renames in a style', { step: 'renameColumns', style: 'snake_case' }, people.replace('Full Name', 'full_name')],
  ['drops', { step: 'dropColumns', columns: ['note', 'gone'] }, 'Full Name,born\n"Ada, Byron",1815\n"Alan, Turing, OBE",1912\nPlato,\n'],
  ['drops what is sparse', { step: 'dropSparseColumns', absent: 0.6 }, 'Full Name,born\n"Ada, Byron",1815\n"Alan, Turing, OBE",1912\nPlato,\n'],
  ['reorders', { step: 'reorderColumns', columns: ['note'] }, 'note,Full Name,born\n,"Ada, Byron",1815\nx,"Alan, Turing, OBE",1912\n,Plato,\n'],
  ['derives by a long sum', { step: 'deriveColumn', expression: Array.from({ length: 40 }, () => 'born').join(' + '), into: 'd' }, 'Full Name,born,note,d\n"Ada, Byron",1815,,72600\n"Alan, Turing, OBE",1912,x,76480\nPlato,,,\n'],
  ['derives nothing from a division by zero', { step: 'deriveColumn', expression: "concat(1 / (1 / (born - 1815)), '')", into: 'd' }, 'Full Name,born,note,d\n"Ada, Byron",1815,,\n"Alan, Turing, OBE",1912,x,97\nPlato,,,\n'],
  ['derives', { step: 'deriveColumn', expression: "if(born >= 1900, concat(upper(trim(coalesce(note, 'none'))), '-', born + 100), [Full Name])", into: 'd' }, 'Full Name,born,note,d\n"Ada, Byron",1815,,"Ada, Byron"\n"Alan, Turing, OBE",1912,x,X-2012\nPlato,,,\n'],
])('%s, changes nothing the second time, and is taken back', async (_, step, expected) => {
  const { text, back } = await cleansed(people, [step]);
  expect(text).toBe(expected);
  expect(await back('all')).toBe(people);
  expect(await back({ steps: [0] })).toBe(people);
  expect((await cleansed(expected, [step])).text).toBe(expected);
}); // prettier-ignore

describe('matchRecords', () => {
  const word = (seed: number) =>
    Array.from({ length: 4 }, (_, at) => 'bdfgklmnprst'[(seed * (at + 5) + at * at) % 12]! + 'aeiou'[(seed + at * 3) % 5]!).join('');
  const person = (row: number) =>
    `${word(row % 40)},${word(100 + (row % 170))},${word(row % 23)},19${10 + (row % 80)}-0${1 + (row % 9)}-1${row % 10}`;
  const rows = Array.from({ length: 200 }, (_, row) => person(row));
  const table = [...rows, person(60).replace(/^(.)(.)(.)/, '$1$3$2'), person(30).replace(/^(.)(.)(.)/, '$1$3$2')];
  const content = `given,family,town,born\n${table.join('\n')}\n`;
  const step = { step: 'matchRecords' as const, into: ['who', 'chance'] };
  const cellsOf = (text: string) => text.trim().split('\n').slice(1).map((line) => line.split(',').slice(4)); // prettier-ignore

  it('tells which rows are the same and how surely, without taking any, changes nothing the second time, and is taken back', async () => {
    const { text, changes, back } = await cleansed(content, [step]);
    expect(text.split('\n')[0]).toBe('given,family,town,born,who,chance');
    const cells = cellsOf(text);
    expect([changes, cells.length]).toEqual([0, 202]);
    expect(cells.flatMap(([who], row) => (who === '' ? [] : [[row, who]]))).toEqual([[30, '0'], [60, '1'], [200, '1'], [201, '0']]); // prettier-ignore
    for (const row of [30, 60, 200, 201]) expect(Number(cells[row]?.[1])).toBeGreaterThanOrEqual(0.95);
    expect(cells[30]?.[1]).toBe(cells[201]?.[1]);
    expect(await back('all')).toBe(content);
    expect((await cleansed(text, [step])).text).toBe(text);
  });

  it('looks at the columns that it names, and names what it does not find', async () => {
    const { text } = await cleansed(content, [{ ...step, into: ['who'], columns: ['given', 'town'] }, { step: 'trimWhitespace' }]);
    expect(text.split('\n')[0]).toBe('given,family,town,born,who');
    await expect(cleansed(content, [{ ...step, columns: ['famly'] }])).rejects.toMatchObject({ code: 'unknown-column' });
    await expect(
      cleansed(content, [
        { ...step, into: ['given'] },
        { step: 'dropColumns', columns: ['town'] },
      ]),
    ).resolves.toBeDefined();
  });

  it('obeys what people have decided of rows of the input, also where rows before them have gone', async () => {
    const decided = [{ pairs: [{ keys: ['0', '1'] as [string, string], decision: 'different' as const }, { keys: ['2', '3'] as [string, string], decision: 'same' as const }], rows: { 0: [30], 1: [201], 2: [7], 3: [9] } }]; // prettier-ignore
    const gone = { step: 'filterRows' as const, where: [{ column: 'given', is: 'different' as const, to: word(0) }] };
    const { text } = await cleansed(content, [gone, { ...step, decided }]);
    const found = text.trim().split('\n').slice(1).filter((line) => line.split(',')[4] !== '').map((line) => line.split(',').slice(0, 4).join(',')); // prettier-ignore
    expect(found.sort()).toEqual([rows[7], rows[9], rows[60], table[200]].sort());
  });
});

it('mixes with other steps, which name columns as they are called then', async () => {
  const { text, changes, back } = await cleansed('a,b,c\n x ,1,p\ny,2,q\ny,2,q\n', [
    { step: 'renameColumns', names: { a: 'name' } },
    { step: 'trimWhitespace', columns: ['name'] },
    { step: 'deriveColumn', expression: 'b * 2 / 4', into: 'half' },
    { step: 'dropColumns', columns: ['b'] },
    { step: 'changeCase', columns: ['half', 'c'], to: 'upper' },
    { step: 'dropDuplicates' },
    { step: 'reorderColumns', columns: ['half'] },
  ]);
  expect([text, changes]).toEqual(['half,name,c\n0.5,x,P\n1,y,Q\n', 4]);
  expect(await back('all')).toBe('a,b,c\n x ,1,p\ny,2,q\ny,2,q\n');
  expect(await back({ steps: [3] })).toBe('half,name,b,c\n0.5,x,1,P\n1,y,2,Q\n');
  expect(await back({ steps: [0, 2] })).toBe('a,c\nx,P\ny,Q\n');
  expect(await back({ steps: [5] })).toBe('half,name,c\n0.5,x,P\n1,y,Q\n1,y,Q\n');
  expect(await back({ columns: ['a'] })).toBe('half,name,c\n0.5, x ,P\n1,y,Q\n');
});

const code = async (steps: RecipeInput['steps']): Promise<unknown> => {
  try {
    await cleansed(people, steps);
    return null;
  } catch (error) {
    return error instanceof Fault ? error.code : error;
  }
};
it.each<[string, RecipeInput['steps'], string]>([
  ['a name that is another column’s', [{ step: 'deriveColumn', expression: '1', into: 'x' }, { step: 'renameColumns', names: { x: 'born' } }], 'invalid-recipe'],
  ['no column that stays', [{ step: 'dropColumns', columns: ['Full Name', 'born', 'note'] }], 'invalid-recipe'],
  ['a column that was left out', [{ step: 'dropColumns', columns: ['note'] }, { step: 'trimWhitespace', columns: ['note'] }], 'unknown-column'],
  ['an unknown column in an expression', [{ step: 'deriveColumn', expression: 'weight + 1', into: 'x' }], 'unknown-column'],
])('refuses %s', async (_, steps, expected) => {
  expect(await code(steps)).toBe(expected);
}); // prettier-ignore
