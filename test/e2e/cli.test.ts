import { profileSchema } from '@millrace/contracts';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { workbookFile } from '../../libs/engine/src/ingest/testing/zip-file';

const program = resolve(__dirname, '../../dist/apps/cli/src/main.js');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-'));
  mkdirSync(join(folder, 'tmp'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

const begin = (args: readonly string[]) => {
  const env = { PATH: process.env['PATH'], TMPDIR: join(folder, 'tmp') };
  const child = spawn(process.execPath, [program, ...args], { cwd: folder, env });
  const ended = new Promise<number>((done) => child.once('close', (code, signal) => done(code ?? 128 + constants.signals[signal!])));
  const result = Promise.all([ended, text(child.stdout), text(child.stderr)]).then(([code, out, err]) => ({ code, out, err }));
  return { child, result };
};
const run = (args: readonly string[], input?: Buffer | string) => {
  const { child, result } = begin(args);
  child.stdin.on('error', () => undefined).end(input ?? '');
  return result;
};
const write = (name: string, content: Buffer | string) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const leftovers = () => readdirSync(join(folder, 'tmp'));
const csv = 'id,name\n01,Ann\n02,N/A\n03,\n';
const cell = (at: string, content: string) => `<c r="${at}" t="inlineStr"><is><t>${content}</t></is></c>`;
const sheet = `<sheetData>${[
  ['id', 'name'],
  ['01', 'Ann'],
  ['02', 'N/A'],
  ['03', ''],
]
  .map((row, y) => `<row r="${y + 1}">${row.map((content, x) => cell(`${'AB'[x]}${y + 1}`, content)).join('')}</row>`)
  .join('')}</sheetData>`;
const ndjson = '{"id":"01","name":"Ann"}\n{"id":"02","name":"N/A"}\n{"id":"03","name":""}\n';

describe('profile', () => {
  test.each<[string, string | Buffer]>([
    ['table.csv', csv],
    ['table.tsv', csv.replaceAll(',', '\t')],
    ['table.ndjson', ndjson],
    ['table.json', `[${ndjson.trim().split('\n').join(',')}]`],
    ['table.csv.gz', gzipSync(csv)],
    ['table.csv.zst', zstdCompressSync(csv)],
    ['table.xlsx', workbookFile({ sheets: { Data: sheet } })],
    ['name-tells-nothing', csv],
  ])('%s as the JSON that the API gives', async (name, content) => {
    const { code, out, err } = await run(['profile', write(name, content), '--json']);
    expect({ code, err, left: leftovers() }).toEqual({ code: 0, err: '', left: [] });
    const found = profileSchema.parse(JSON.parse(out));
    expect(found.ingest.rows).toBe(3);
    expect(found.columns.map((column) => column.name)).toEqual(['id', 'name']);
  });

  test('a Parquet file, which it has written itself', async () => {
    const changes = join(folder, 'changes.parquet');
    expect(await run(['cleanse', write('a.csv', 'a,b\n x,1\ny ,2\n'), '--changes', changes])).toMatchObject({ code: 0 });
    const { code, out } = await run(['profile', changes, '--json']);
    expect([code, profileSchema.parse(JSON.parse(out)).ingest.rows]).toEqual([0, 2]);
  });

  test('standard input, which leaves nothing behind, and a report', async () => {
    const report = join(folder, 'report.html');
    const { code, out, err } = await run(['profile', '-', '--report', report], csv);
    expect({ code, err, left: leftovers() }).toEqual({ code: 0, err: '', left: [] });
    expect(out).toContain('standard input: 3 rows × 2 columns');
    expect(readFileSync(report, 'utf8')).toContain('<!doctype html>');
  });

  test('is told how to read', async () => {
    const { out } = await run(['profile', write('a.txt', '1;2\n3;4\n'), '--json', '--delimiter', ';', '--header', 'no']);
    expect(profileSchema.parse(JSON.parse(out)).ingest).toMatchObject({ rows: 2 });
  });

  test.each<[string, string[], number, RegExp]>([
    ['a file that is not there', ['nothing.csv'], 1, /There is no file nothing\.csv/],
    ['a folder', ['.'], 1, /is a folder/],
    ['an empty file', ['empty.csv'], 1, /no bytes[\s\S]*Upload a file|no bytes/],
    ['a report that cannot be written', ['good.csv', '--report', 'no/such/folder/r.html'], 1, /cannot be written/],
    ['a flag that is none', ['good.csv', '--jsno'], 2, /Did you mean --json\?/],
  ])('%s', async (_, args, code, message) => {
    write('empty.csv', '');
    write('good.csv', csv);
    const ended = await run(['profile', ...args]);
    expect({ code: ended.code, out: ended.out, left: leftovers() }).toEqual({ code, out: expect.any(String) as string, left: [] });
    expect(ended.err).toMatch(message);
  });

  test('keeps within its memory, or says that it cannot', async () => {
    const wide = `${Array.from({ length: 400_000 }, (_, at) => `${at},${(at * 7919) % 1e9},word ${at} ${'x'.repeat(200)}`).join('\n')}\n`;
    const path = write('wide.csv', `a,b,c\n${wide}`);
    const { code, err } = await run(['profile', path, '--lane', 'memory', '--memory', '128MB']);
    expect([code, leftovers()]).toEqual([1, []]);
    expect(err).toMatch(/does not fit into .*\n\s+Give more with --memory/);
    expect(await run(['profile', path, '--memory', '2GB'])).toMatchObject({ code: 0 });
  });
});

test('finds a recipe for thousands of columns in little memory', async () => {
  const cells = Array.from({ length: 3000 }, (_, at) => at);
  const path = write('wide.csv', `${cells.map((at) => `c${at}`).join(',')}\n${cells.map((at) => (at === 7 ? ' x' : at)).join(',')}\n`);
  const { code, out } = await run(['suggest', path, '--json', '--memory', '400MB']);
  expect({ code, steps: (JSON.parse(out) as { steps: { step: unknown }[] }).steps.map(({ step }) => step) }).toEqual({
    code: 0,
    steps: [{ step: 'trimWhitespace', columns: ['c7'] }],
  });
});

test('writes the rows kept aside, none too, and takes texts that stand for no value', async () => {
  const file = write('odd.csv', 'a,b\n1,2\n-999,3\n3,4,5\n');
  const { code, out } = await run(['profile', file, '--json', '--null-tokens=-999', '--aside', 'aside.ndjson']);
  expect(code).toBe(0);
  expect(JSON.parse(readFileSync(join(folder, 'aside.ndjson'), 'utf8'))).toEqual({ line: 4, reason: 'raggedRows', cells: ['3', '4', '5'] });
  expect(profileSchema.parse(JSON.parse(out)).columns[0]).toMatchObject({ kind: 'integer', metrics: { tokenNullCount: 1, min: 1 } });
  expect((await run(['profile', write('even.csv', csv), '--aside', 'none.ndjson'])).code).toBe(0);
  expect(readFileSync(join(folder, 'none.ndjson'), 'utf8')).toBe('');
});

test('compare answers by its exit code', async () => {
  const [before, after] = [write('before.csv', csv), write('after.csv', csv.replace('name', 'surname'))];
  expect(await run(['compare', before, before])).toMatchObject({ code: 0 });
  expect((await run(['compare', before, '-'], readFileSync(after))).out).toContain('surname');
  expect(await run(['compare', before, join(folder, 'none.csv')])).toMatchObject({ code: 2 });
});

test.each([
  [['--steps', '99'], /There is no step 99; the cleansing had 3, counted from 0/],
  [['--columns', 'naem'], /"naem" \(near it: "name"\)/],
  [['--rows', '3'], /There is no row 3; the input has 3/],
  [['--cells', '0:name'], /The cell of row 0, column "name" was not changed/],
])('undo says that there is nothing of %j', async (flags, message) => {
  await run(['cleanse', write('a.csv', csv), '--out', 'clean.csv', '--changes', 'c.parquet']);
  const { code, out, err } = await run(['undo', 'clean.csv', '--changes', 'c.parquet', '--out', 'back.csv', ...flags]);
  expect({ code, out, isWritten: existsSync(join(folder, 'back.csv')) }).toEqual({ code: 1, out: '', isWritten: false });
  expect(err).toMatch(message);
});

test('cleanse writes what it is asked for', async () => {
  const out = join(folder, 'clean.csv');
  const { code, out: said } = await run(['cleanse', write('a.csv', csv), '--out', out, '--json']);
  expect([code, JSON.parse(said)]).toEqual([0, expect.objectContaining({ rowsIn: 3 })]);
  expect(readFileSync(out, 'utf8')).toContain('01,Ann');
  expect(await run(['cleanse', join(folder, 'a.csv'), '--recipe', write('r.json', '{"steps":[{"step":"fly"}]}')])).toMatchObject({
    code: 1,
  });
});

const isAlive = (pid: string) => existsSync(`/proc/${pid}`);
const childrenOf = (pid: number) => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);

test.each<NodeJS.Signals>(['SIGINT', 'SIGTERM'])('%s while it reads standard input leaves nothing', async (signal) => {
  const { child, result } = begin(['profile', '-']);
  child.stdin.on('error', () => undefined).write(csv);
  while (leftovers().length === 0) await sleep(20);
  child.kill(signal);
  expect([(await result).code, leftovers()]).toEqual([signal === 'SIGINT' ? 130 : 143, []]);
});

test('SIGINT while it works ends the engine at once and leaves nothing', async () => {
  const rows = Array.from({ length: 1_000_000 }, (_, at) => `${at},${(at * 7919) % 1e9}`).join('\n');
  const { child, result } = begin(['profile', write('big.csv', `a,b\n${rows}\n`)]);
  while (childrenOf(child.pid!).length === 0) await sleep(20);
  await sleep(500);
  const children = childrenOf(child.pid!);
  child.kill('SIGINT');
  expect((await result).code).toBe(130);
  while (children.some(isAlive)) await sleep(20);
  expect([children.length, leftovers()]).toEqual([1, []]);
});
