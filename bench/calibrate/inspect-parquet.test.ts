import { inspect } from '@millrace/jobs';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pl from 'nodejs-polars';

test('Parquet is told by its footer: rows, and widths that dictionaries do not hide', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-inspect-'));
  const [rows, names] = [50_000, Array.from({ length: 50_000 }, (_, at) => `name ${at} ${'x'.repeat(at % 20)}`)];
  try {
    const path = join(folder, 'table.parquet');
    pl.DataFrame({ id: names.map((_, at) => at), name: names, same: names.map(() => 'constant text') }).writeParquet(path);
    const file = readFileSync(path);
    let readBytes = 0;
    const read = (start: number, length: number) => {
      readBytes += length;
      return Promise.resolve(file.subarray(start, start + length));
    };
    const told = await inspect({ bytes: file.length, read }, 'parquet', 'none');
    expect(told).toMatchObject({ rows, columns: 3, basis: 'footer' });
    const widest = names.reduce((sum, name) => sum + name.length, 0);
    // A dictionary of one value takes no room in the file; the working copy has every cell.
    expect(told!.textBytes).toBeGreaterThan(0.8 * (widest + rows * 18));
    expect(told!.textBytes).toBeLessThan(2 * (widest + rows * 18));
    expect(readBytes).toBeLessThan(64 * 1024);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('long texts of a dictionary count as often as they stand in the table', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-inspect-'));
  const [rows, distinct, width] = [40_000, 50, 2000];
  try {
    const path = join(folder, 'table.parquet');
    // The first and the last by order are short: statistics tell nothing of the others.
    const texts = Array.from({ length: distinct }, (_, at) =>
      at === 0 ? 'a' : at === 1 ? 'z' : `m${String(at).padStart(width - 1, '-')}`,
    );
    const cells = Array.from({ length: rows }, (_, at) => texts[at % distinct]!);
    pl.DataFrame({ text: cells }).writeParquet(path);
    const file = readFileSync(path);
    expect(file.length).toBeLessThan(2_000_000);
    const read = (start: number, length: number) => Promise.resolve(file.subarray(start, start + length));
    const told = await inspect({ bytes: file.length, read }, 'parquet', 'none');
    const truth = cells.reduce((sum, cell) => sum + cell.length, 0);
    expect(Math.abs(told!.textBytes / truth - 1)).toBeLessThan(0.1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
