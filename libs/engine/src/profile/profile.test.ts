import { profileSchema } from '@millrace/contracts';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ingest } from '../ingest/ingest';
import { profile } from './profile';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'profile-'));
});
afterEach(() => rm(folder, { recursive: true }));

const profiled = async (csv: string) => {
  await writeFile(join(folder, 'in'), csv);
  const workingCopyPath = join(folder, 'out.parquet');
  const read = await ingest({ sourcePath: join(folder, 'in'), options: {}, outputPath: workingCopyPath, asidePath: join(folder, 'aside') });
  return profileSchema.parse(await profile({ workingCopyPath, ingest: read }));
};
const columnOf = async (cells: readonly string[]) => (await profiled(`x,y\n${cells.map((cell) => `${cell},1\n`).join('')}`)).columns[0]!;

describe('kinds', () => {
  it.each([
    ['integer', ['1', '-2', '0', '9007199254740993']],
    ['decimal', ['1', '2.50', '1.0e5', '1e-5']],
    ['boolean', ['true', 'False', 'yes']],
    ['date', ['2024-01-31', '2024-02-29']],
    ['date', ['13/01/2024', '02/01/2024']],
    ['timestamp', ['2024-01-31 10:00:00', '2024-01-31T10:00:00Z']],
    ['identifier', ['01234', '00007']],
    ['identifier', ['1e5', '2e7']],
    ['category', ['red', 'blue', 'red', 'blue', 'red', 'red', 'red', 'red', 'red', 'red']],
    ['empty', ['', 'N/A']],
  ])('takes a column for %s', async (kind, cells) => {
    expect((await columnOf(cells)).kind).toBe(kind);
  });

  it('keeps numbers with late codes as text, with the evidence', async () => {
    const cells = [...Array.from({ length: 10_000 }, (_, i) => String(i + 1)), ...Array.from({ length: 5000 }, (_, i) => `A${i}`)];
    expect(await columnOf(cells)).toMatchObject({
      kind: 'text',
      evidence: {
        candidate: 'integer',
        fits: 10_000,
        misfits: 5000,
        misfitRows: [10_000, 10_001, 10_002, 10_003, 10_004, 10_005, 10_006, 10_007, 10_008, 10_009],
      },
    });
  });

  it('does not let null tokens spoil a column of numbers', async () => {
    expect(await columnOf(['1', 'N/A', '', '-', '3'])).toMatchObject({
      kind: 'integer',
      metrics: { nullCount: 3, tokenNullCount: 2, mean: 2 },
    });
  });
});

describe('statistics, by hand', () => {
  it.each([
    ['whose span is beyond the largest', ['-1.0e308', '1.1e308', '1.5e308', '-1.7e308', '3.0e307']],
    ['whose span times twenty is beyond it', ['0.5', '1.1e308', '2.5e307', '4.5e306']],
  ])('of numbers %s are numbers', async (_, cells) => {
    const { histogram, deciles, metrics } = await columnOf(cells);
    expect(histogram!.counts.reduce((sum, count) => sum + count, 0)).toBe(cells.length);
    expect(histogram!.edges.toSorted((a, b) => a - b)).toEqual(histogram!.edges);
    for (const number of [...histogram!.edges, ...deciles!, ...Object.values(metrics)]) expect(Number.isFinite(number)).toBe(true);
    expect(deciles).toEqual(deciles!.toSorted((a, b) => a - b));
  });

  it('of 1 to 5', async () => {
    const { metrics } = await columnOf(['5', '1', '3', '2', '4']);
    expect(metrics).toMatchObject({
      count: 5,
      min: 1,
      max: 5,
      sum: 15,
      mean: 3,
      median: 3,
      q25: 2,
      q75: 4,
      q05: 1.2,
      distinctCount: 5,
      uniqueCount: 5,
      zeroCount: 0,
      negativeCount: 0,
    });
    expect(metrics['std']).toBeCloseTo(Math.sqrt(2.5), 14);
  });

  it('of an even number of cells, with zeros and negatives', async () => {
    expect((await columnOf(['-1.5', '0', '0', '2'])).metrics).toMatchObject({
      median: 0,
      q75: 0.5,
      zeroCount: 2,
      negativeCount: 1,
      distinctCount: 3,
      uniqueCount: 2,
    });
  });

  it('of one row', async () => {
    const { metrics } = await columnOf(['7']);
    expect(metrics).toMatchObject({ min: 7, max: 7, mean: 7, median: 7 });
    expect(metrics).not.toHaveProperty('std');
  });

  it('keeps the digits that a naive variance loses', async () => {
    const { metrics } = await columnOf(['1000000000.2', '1000000000.1', '1000000000.3']);
    expect(metrics['std']).toBeCloseTo(0.1, 6);
    expect(metrics['mean']).toBeCloseTo(1_000_000_000.2, 9);
  });

  it('of text: lengths in code points, top values with ties by their first rows', async () => {
    const column = await columnOf(['b😀', 'a', 'a', ' c ', 'b😀']);
    expect(column.metrics).toMatchObject({ minLength: 1, maxLength: 3, paddedCount: 1 });
    expect(column.top).toEqual([
      { value: 'b😀', count: 2 },
      { value: 'a', count: 2 },
      { value: ' c ', count: 1 },
    ]);
  });

  it('counts every number into its bin', async () => {
    const { histogram } = await columnOf(Array.from({ length: 100 }, (_, i) => String(i)));
    expect(histogram?.counts).toEqual(Array.from({ length: 20 }, () => 5));
  });

  it('of dates', async () => {
    expect((await columnOf(['2024-01-02', '1970-01-02'])).metrics).toMatchObject({ min: 86_400_000, max: Date.UTC(2024, 0, 2) });
  });
});

it('counts rows that repeat, and not rows whose cells are merely swapped or shifted', async () => {
  const { metrics, findings } = await profiled('a,b,c\n1,2,\n2,1,\n1,2,\n,1,2\n1,2,\n');
  expect(metrics).toMatchObject({ rows: 5, columns: 3, duplicateRows: 2 });
  expect(findings.map(({ rule }) => rule)).toContain('duplicateRows');
});

it('serves columns whose names an API would stumble over', async () => {
  const { columns } = await profiled('height,^a$,__proto__,columns\n1,2,3,4\n');
  expect(columns.map(({ name }) => name)).toEqual(['height', '^a$', '__proto__', 'columns']);
});

describe('meaning', () => {
  const column = async (cells: readonly string[], name: string) =>
    (await profiled(`${name},y\n${cells.map((cell) => `${cell},1\n`).join('')}`)).columns[0]!.semantic.map(({ type, confirmed }) => [
      type,
      confirmed,
    ]);

  it('is told by grammar and checksum, over all distinct values of a long column', async () => {
    const mails = Array.from({ length: 9000 }, (_, at) => `user${at}@mail${at % 7}.example.org`);
    expect((await column(mails, 'x'))[0]).toEqual(['email', true]);
    expect(await column(['DE89370400440532013000', 'GB29NWBK60161331926819', 'FR1420041010050500013M02606'], 'x')).toContainEqual([
      'iban',
      true,
    ]);
    expect(await column(['DE88370400440532013000', 'GB28NWBK60161331926819'], 'iban')).not.toContainEqual(['iban', true]);
    expect(await column(['4111111111111111', '5500000000000004', '340000000000009'], 'x')).toContainEqual(['payment-card', true]);
    expect(await column(['4111111111111112', '5500000000000005'], 'card_number')).not.toContainEqual(['payment-card', true]);
  });

  it('is not a phone number where dates are written', async () => {
    expect(await column(['2024-01-02', '2024-02-03', '2023-12-31'], 'phone')).not.toContainEqual(['phone', expect.anything()]);
  });
});
