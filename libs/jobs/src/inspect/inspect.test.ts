import { Fault, recipeSchema, type Compression, type FileFormat } from '@millrace/contracts';
import { randomBytes } from 'node:crypto';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { cpuSecondsOf } from '../../../../test/support/cpu-seconds';
import { needByEstimate } from './estimate-need';
import { inspect } from './inspect';
import type { TableEstimate } from './source';

const over = (file: Buffer, format: FileFormat | null, compression: Compression = 'none') => {
  let readBytes = 0;
  const read = (start: number, length: number) => {
    const part = file.subarray(start, start + length);
    readBytes += part.length;
    return Promise.resolve(part);
  };
  return inspect({ bytes: file.length, read }, format, compression).then((told) => ({ told, readBytes }));
};
/** Rows grow towards the end, so that a head alone would mislead. */
const rows = 200_000;
const cells = Array.from({ length: rows }, (_, at) => [String(at), 'x'.repeat(5 + (20 * at) / rows), at % 7 === 0 ? '' : 'value']);
const csv = Buffer.from(`id,name,kind\n${cells.map((row) => row.join(',')).join('\n')}\n`);
const textBytes = cells.flat().reduce((sum, { length }) => sum + length, 0);
const widest = cells.reduce((sum, [, name = '']) => sum + name.length, 0);
const near = (value: number | undefined, truth: number, share: number) => expect(Math.abs((value ?? 0) / truth - 1)).toBeLessThan(share);

test('delimited text by lines at its head, its tail and between, reading a part of it', async () => {
  const { told, readBytes } = await over(csv, 'csv');
  expect(told).toMatchObject({ columns: 3, basis: 'sample' });
  near(told?.rows, rows, 0.1);
  near(told?.textBytes, textBytes, 0.1);
  near(told?.widestBytes, widest, 0.1);
  expect(readBytes).toBeLessThan(2 * 1024 * 1024);
});

test('JSON lines by their records, and a JSON array of lines as well', async () => {
  const lines = cells.slice(0, 50_000).map(([id, name, kind]) => JSON.stringify({ id: Number(id), name, kind, list: [1, 2] }));
  for (const [text, format] of [
    [lines.join('\n'), 'ndjson'],
    [`[\n${lines.join(',\n')}\n]`, 'json'],
  ] as const) {
    const { told } = await over(Buffer.from(text), format);
    expect(told?.columns).toBe(4);
    near(told?.rows, 50_000, 0.1);
  }
  expect((await over(Buffer.from(`[${lines.join(',')}]`), 'json')).told).toMatchObject({ columns: 1, textBytes: expect.any(Number) });
});

test('a line of spaces takes no longer than another', async () => {
  const spaces = ' '.repeat(300_000);
  const text = Buffer.from(`{"a":"${spaces}","b":1}\n${spaces}{"a":"",${spaces}"b":2},${spaces}\n[${spaces}x`);
  const seconds = await cpuSecondsOf(async () => expect((await over(text, 'ndjson')).told).toMatchObject({ columns: 2 }));
  expect(seconds).toBeLessThan(3);
});

test('one short line between long ones does not make all of them short', async () => {
  const text = Buffer.from(`a,b\n1,"${'x'.repeat(30_000_000)}"\n2,y\n`);
  const { told } = await over(text, 'csv');
  expect(told?.rows).toBeLessThan(100);
  expect(needByEstimate(told!, 'profile', { peakRatios: [], msPerByte: [] }, null).needBytes).toBeLessThan(200 * 1024 * 1024);
});

test.each([
  ['gzip', gzipSync],
  ['zstd', zstdCompressSync],
] as const)('%s by what its head opens to', async (compression, pack) => {
  const { told } = await over(pack(csv), 'csv', compression);
  expect(told).toMatchObject({ columns: 3, basis: 'inflated' });
  near(told?.textBytes, textBytes, 0.35);
});

test('a bomb is opened to a bound and told in its size', async () => {
  const bomb = gzipSync(Buffer.alloc(60 * 1024 * 1024, 'a,b\n'));
  const { told, readBytes } = await over(bomb, 'csv', 'gzip');
  expect(readBytes).toBeLessThan(2.1 * 1024 * 1024);
  near(told?.rows, 15 * 1024 * 1024, 0.3);
});

test('what nobody has said is told by the first sign', async () => {
  expect((await over(Buffer.from('{"a":1,"b":2}\n{"a":3,"b":4}\n'), null)).told).toMatchObject({ rows: 2, columns: 2 });
  expect((await over(Buffer.from('a,b,c\n1,2,3\n'), null)).told).toMatchObject({ rows: 2, columns: 3 });
});

test('nothing is told of what cannot be read', async () => {
  expect((await over(Buffer.alloc(0), 'csv')).told).toBeNull();
  expect((await over(randomBytes(500), 'parquet')).told).toBeNull();
  expect((await over(randomBytes(500), 'xlsx')).told).toBeNull();
  expect((await over(randomBytes(500), 'csv', 'gzip')).told).toBeNull();
});

describe('needByEstimate', () => {
  const table = { rows: 10_000_000, columns: 10, textBytes: 500 * 1024 ** 2, widestBytes: 200 * 1024 ** 2, basis: 'sample' } as const;
  const none = { peakRatios: [], msPerByte: [] };

  it('takes three tenths more than the model until it has learned, and then what runs took', () => {
    const first = needByEstimate(table, 'profile', none, null);
    expect(first.needBytes).toBe(Math.ceil(first.estimateBytes * 1.3));
    const history = {
      peakRatios: Array.from({ length: 40 }, (_, at) => 0.5 + at / 100),
      msPerByte: Array.from({ length: 40 }, () => 0.001),
    };
    const learned = needByEstimate(table, 'profile', history, null);
    expect((learned.needBytes - 8 * 1024 ** 2) / learned.estimateBytes).toBeCloseTo(1.1 * 0.88, 5);
    expect(learned.expectedMs).toBe(Math.round(learned.estimateBytes * 0.001));
    expect(needByEstimate(table, 'profile', { ...history, peakRatios: history.peakRatios.map(() => 0.01) }, null).needBytes).toBe(
      Math.max(80 * 1024 ** 2, Math.ceil(first.estimateBytes * 0.4 + 8 * 1024 ** 2)),
    );
  });

  it('is what the first stage takes where that is more: long texts, and row groups of Parquet', () => {
    const MEBIBYTE = 1024 ** 2;
    const needOf = (told: Partial<TableEstimate>) =>
      needByEstimate(
        { rows: 50_000, columns: 8, textBytes: 34 * MEBIBYTE, widestBytes: MEBIBYTE, basis: 'sample', ...told },
        'profile',
        none,
        null,
      ).estimateBytes / MEBIBYTE;
    // Measured: 102 MB.
    expect(needOf({})).toBeCloseTo(54 + 8 * 0.05 + 2.4 * 24, 3);
    // Measured: 239 MB, whatever comes behind the largest row group.
    const parquet = { rows: 428_730, textBytes: 301 * MEBIBYTE, basis: 'footer' } as const;
    expect(needOf({ ...parquet, groupRows: 100_000 })).toBeCloseTo(99 + (25 * 800_000) / MEBIBYTE + 1.6 * 301 * (100_000 / 428_730), 3);
    expect(needOf(parquet)).toBeGreaterThan(600);
    // Out of core reads as much together as in memory.
    const huge = { rows: 1e8, columns: 10, textBytes: 4e10, widestBytes: 4e9, basis: 'footer', groupRows: 1_000_000 } as const;
    expect(needByEstimate(huge, 'profile', none, 2000 * MEBIBYTE).needBytes).toBeGreaterThan(1000 * MEBIBYTE);
  });

  it('is no more than the largest worker has and no less than a process takes', () => {
    const { estimateBytes } = needByEstimate(table, 'cleanse', none, null);
    const largest = Math.ceil(estimateBytes * 1.1);
    expect(needByEstimate(table, 'cleanse', none, largest)).toMatchObject({ needBytes: largest, queue: 'data-4gb' });
    const tiny = { ...table, rows: 1, columns: 1, textBytes: 1, widestBytes: 1 };
    expect(needByEstimate(tiny, 'profile', none, null).needBytes).toBe(80 * 1024 ** 2);
  });

  const codeAndEvidence = (ask: () => unknown) => {
    try {
      return ask();
    } catch (error) {
      return error instanceof Fault ? { code: error.code, evidence: error.evidence } : error;
    }
  };
  const refused = (neededBytes: number, offeredBytes: number) => ({
    code: 'needs-too-much-memory',
    evidence: { neededBytes, offeredBytes },
  });

  it('sends a profile out of core that the largest worker cannot hold, unless it was asked to stay in memory', () => {
    const { needBytes } = needByEstimate(table, 'profile', none, null);
    const [least, small] = [256 * 1024 ** 2, 1000 * 1024 ** 2];
    expect(needBytes).toBeGreaterThan(small);
    expect(needByEstimate(table, 'profile', none, small).needBytes).toBe(768 * 1024 ** 2);
    expect(needByEstimate(table, 'profile', none, least).needBytes).toBe(least);
    expect(needByEstimate(table, 'profile', none, null, { lane: 'outOfCore' }).needBytes).toBe(768 * 1024 ** 2);
    expect(needByEstimate(table, 'profile', none, needBytes, { lane: 'memory' }).needBytes).toBe(needBytes);
    expect(codeAndEvidence(() => needByEstimate(table, 'profile', none, small, { lane: 'memory' }))).toEqual(refused(needBytes, small));
    expect(codeAndEvidence(() => needByEstimate(table, 'profile', none, least - 1))).toEqual(refused(least, least - 1));
  });

  it('sends a cleansing out of core whose steps can, and names the step that cannot', () => {
    const { needBytes } = needByEstimate(table, 'cleanse', none, null);
    const small = 1000 * 1024 ** 2;
    const steps = (...raw: object[]) => recipeSchema.parse({ steps: raw }).steps;
    const plain = steps({ step: 'trimWhitespace' }, { step: 'dropDuplicates' });
    expect(needBytes).toBeGreaterThan(small);
    expect(needByEstimate(table, 'cleanse', none, needBytes, { steps: plain })).toMatchObject({ needBytes, lane: 'memory' });
    expect(needByEstimate(table, 'cleanse', none, small, { steps: plain })).toMatchObject({
      needBytes: 512 * 1024 ** 2,
      lane: 'outOfCore',
    });
    expect(needByEstimate(table, 'cleanse', none, null, { steps: plain, lane: 'outOfCore' }).lane).toBe('outOfCore');
    const wide = { ...table, widestBytes: 400 * 1024 ** 2 };
    const told = (found: object[], from = table) => {
      try {
        return needByEstimate(from, 'cleanse', none, small, { steps: steps(...found) });
      } catch (error) {
        return error instanceof Fault ? error.advice : error;
      }
    };
    expect(told([{ step: 'trimWhitespace' }, { step: 'mergeRecords', keys: ['a'] }])).toMatch('steps[1] (mergeRecords)');
    expect(told([{ step: 'clusterValues', columns: ['a', 'b'] }], wide)).toMatch('steps[0] (clusterValues) looks at 2 whole columns');
    expect(codeAndEvidence(() => needByEstimate(table, 'cleanse', none, small, { steps: plain, lane: 'memory' }))).toEqual(
      refused(needBytes, small),
    );
  });

  it('a suggestion takes no more of a table of any length, and a cleansing by one goes out of core', () => {
    const longer = { ...table, rows: table.rows * 50, textBytes: table.textBytes * 50, widestBytes: table.widestBytes * 50 };
    const suggestion = needByEstimate(table, 'suggest', none, null).needBytes;
    expect(suggestion).toBeLessThan(256 * 1024 ** 2);
    expect(needByEstimate(longer, 'suggest', none, null).needBytes).toBeCloseTo(suggestion, -4);
    const [small, least] = [1000 * 1024 ** 2, 256 * 1024 ** 2];
    expect(needByEstimate(longer, 'cleanse', none, small)).toMatchObject({ needBytes: small, lane: 'outOfCore' });
    expect(needByEstimate(table, 'cleanse', none, null, { lane: 'outOfCore' }).needBytes).toBeLessThan(4 * 1024 ** 3);
    expect(codeAndEvidence(() => needByEstimate(longer, 'cleanse', none, least - 1))).toEqual(refused(least, least - 1));
  });

  it('refuses in numbers what no lane can do', () => {
    const { needBytes, estimateBytes } = needByEstimate(table, 'preview', none, null);
    expect(needByEstimate(table, 'preview', none, null, { scale: 8 }).estimateBytes / estimateBytes).toBeCloseTo(8, 6);
    expect(codeAndEvidence(() => needByEstimate(table, 'preview', none, estimateBytes - 1))).toEqual(refused(needBytes, estimateBytes - 1));
    expect(needByEstimate(table, 'preview', none, estimateBytes).needBytes).toBe(estimateBytes);
    // Those before it took half of their estimates.
    const half = { peakRatios: new Array<number>(20).fill(0.5), msPerByte: [] };
    expect(needByEstimate(table, 'preview', half, estimateBytes * 0.6).needBytes).toBe(
      Math.ceil(estimateBytes * 1.1 * 0.5 + 8 * 1024 ** 2),
    );
  });
});
