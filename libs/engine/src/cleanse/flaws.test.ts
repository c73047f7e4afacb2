import { defaultRecipe, recipeSchema, type Change, type QuarantinedRow, type Recipe, type RecipeInput } from '@millrace/contracts';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ingest } from '../ingest/ingest';
import { suggestRecipe } from '../suggest/suggest-recipe';
import { cleanse } from './cleanse';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flaws-'));
});
afterEach(() => rm(folder, { recursive: true }));

const lines = async <T>(path: string) => (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as T); // prettier-ignore
const cleansed = async (content: string, chosen: 'default' | 'suggested' | RecipeInput['steps']) => {
  await writeFile(join(folder, 'in'), content);
  const workingCopyPath = join(folder, 'w.parquet');
  const read = await ingest({ sourcePath: join(folder, 'in'), options: {}, outputPath: workingCopyPath, asidePath: join(folder, 'aside') });
  const recipe: Recipe =
    chosen === 'default'
      ? defaultRecipe()
      : chosen === 'suggested'
        ? suggestRecipe({ workingCopyPath, ingest: read }).recipe
        : recipeSchema.parse({ steps: chosen });
  const found = await cleanse({ workingCopyPath, ingest: read, recipe, outputDir: folder });
  return {
    text: await readFile(found.output.path, 'utf8'),
    log: await lines<Change>(found.changes.ndjsonPath),
    aside: await lines<QuarantinedRow>(found.quarantine.ndjsonPath),
  };
};
const rows = (count: number, line: (row: number) => string) => Array.from({ length: count }, (_, row) => `${line(row)}\n`).join('');

/** What the system before this one did to tables, each flaw once: none of it is done here. */
describe('does not', () => {
  it.each(['default', 'suggested'] as const)('null cells of another type that come late (%s)', async (recipe) => {
    const content = `id,code\n${rows(20_000, (row) => `${row},${row < 19_990 ? row * 3 : `X-${row}`}`)}`;
    expect((await cleansed(content, recipe)).text).toBe(content);
  });

  it.each(['default', 'suggested'] as const)('lose leading zeros, or digits of long numbers (%s)', async (recipe) => {
    const content = `id,zip,account,price\n${rows(300, (row) => `${row},0${1000 + row},90071992547409${900 + row},${row}.50`)}`;
    expect((await cleansed(content, recipe)).text).toBe(content);
  });

  it.each(['default', 'suggested'] as const)('take words and signs that are values for absent ones (%s)', async (recipe) => {
    const content = `id,country,strand,wants\n${rows(300, (row) => `${row},${['NA', 'DE', 'FR'][row % 3]},${'+-'[row % 2]},${row % 4 ? 'some' : 'none'}`)}`;
    expect((await cleansed(content, recipe)).text).toBe(content);
  });

  it('treat only the first fifty cells of a kind', async () => {
    const content = `id,a\n${rows(400, (row) => `${row},${row % 2 ? ' N/A' : row}`)}`;
    const { text, log } = await cleansed(content, 'default');
    expect(text).not.toContain('N/A');
    expect(log.filter(({ stepName }) => stepName === 'normaliseNulls')).toHaveLength(200);
  });

  it('treat only the first fifty outliers', async () => {
    const content = `id,a\n${rows(600, (row) => `${row},${row % 5 ? row % 10 : 90_000 + row}`)}`;
    const { log } = await cleansed(content, [{ step: 'treatOutliers', columns: ['a'], action: 'null' }]);
    expect(log).toHaveLength(120);
  });

  it('treat identifiers as measures', async () => {
    const content = `id,a\n${rows(100, (row) => `${row === 50 ? 9_000_000 : row},x`)}`;
    expect((await cleansed(content, [{ step: 'treatOutliers', columns: ['id'], action: 'null' }])).text).toBe(content);
  });

  it('leave texts untyped that are asked to be numbers', async () => {
    const { text } = await cleansed('a,b\n"1,234",x\n 7 ,y\n+3,z\n', [{ step: 'castColumn', columns: ['a'], to: 'integer' }]);
    expect(text).toBe('a,b\n1234,x\n7,y\n3,z\n');
  });

  it.each(['default', 'suggested'] as const)('set prose aside that has the words of a database in it (%s)', async (recipe) => {
    const prose = ['please update the address', 'drop table reservations at noon', "it's; -- delete from memory", 'select * from the menu'];
    const content = `id,note\n${rows(200, (row) => `${row},${prose[row % 4]!} ${row}`)}`;
    const { text, aside } = await cleansed(content, recipe);
    expect([text, aside]).toEqual([content, []]);
  });

  it('turn day and month cell by cell', async () => {
    const dates = (row: number) => `${String(1 + (row % 28)).padStart(2, '0')}/${String(1 + (row % 12)).padStart(2, '0')}/2024`;
    const content = `id,seen\n${rows(300, (row) => `${row},${dates(row)}`)}`;
    expect((await cleansed(content, 'suggested')).text).toBe(content);
    const { text } = await cleansed(content, [{ step: 'parseDates', columns: ['seen'], order: 'dayFirst' }]);
    const expected = (row: number) => dates(row).split('/').toReversed().join('-');
    expect(text).toBe(`id,seen\n${rows(300, (row) => `${row},${expected(row)}`)}`);
  });

  it('turn day and month cell by cell where rows are merged by the later one', async () => {
    const content = 'k,v,seen\n1,old,02/11/2021\n1,new,03/13/2021\n2,x,12/25/2020\n3,later,03/02/2021\n3,earlier,02/11/2021\n';
    const merge = [{ step: 'mergeRecords', keys: ['k'], survivorship: { default: 'mostRecent' }, recentBy: 'seen' }];
    expect((await cleansed(content, merge)).text).toBe('k,v,seen\n1,new,03/13/2021\n2,x,12/25/2020\n3,later,03/02/2021\n');
    // The same cells beside one that only the other order allows.
    const dayFirst = content.replace('03/13', '01/12').replace('12/25', '25/12');
    expect((await cleansed(dayFirst, merge)).text).toBe('k,v,seen\n1,new,01/12/2021\n2,x,25/12/2020\n3,earlier,02/11/2021\n');
    const told = { code: 'invalid-recipe', place: { step: 0, column: 'seen' }, advice: expect.stringContaining('parseDates') as string };
    for (const undecided of [content.replace('03/13', '03/12').replace('12/25', '12/05'), content.replace('12/25', '25/12')])
      await expect(cleansed(undecided, merge)).rejects.toMatchObject(told);
  });

  it.each(['default', 'suggested'] as const)('change the case of e-mails and codes (%s)', async (recipe) => {
    const content = `id,mail,code\n${rows(300, (row) => `${row},${row % 3 ? 'Anna' : 'BERND'}.${row}@Mail.example,${row % 2 ? 'AB' : 'ab'}-${row}x`)}`;
    expect((await cleansed(content, recipe)).text).toBe(content);
  });

  it('shuffle rows when it sets repeats aside', async () => {
    const content = `k,v\n${rows(5000, (row) => `${(row * 7919) % 4000},${(row * 7919) % 4000}`)}`;
    const { text, aside } = await cleansed(content, [{ step: 'dropDuplicates' }]);
    expect(text.split('\n')).toEqual([...new Set(content.split('\n'))].filter((line) => line !== '').concat(''));
    expect(aside).toHaveLength(1000);
  });

  it.each(['dropDuplicates', 'mergeRecords'])('take rows without a key for one (%s)', async (step) => {
    for (const none of ['', 'N/A', '-', ' null '])
      expect(await cleansed(`k,v\n${none},a\n${none},b\n1,c\n${none},a\n`, [{ step, keys: ['k'] }])).toMatchObject({ log: [], aside: [] });
  });

  it('take a column for another whose name is within its own', async () => {
    const content = 'id,user_id,paid\n 1, 2, 3\n';
    const { text } = await cleansed(content, [{ step: 'trimWhitespace', columns: ['id'] }]);
    expect(text).toBe('id,user_id,paid\n1, 2, 3\n');
  });
});
