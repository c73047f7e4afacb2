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
