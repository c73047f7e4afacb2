import pl from 'nodejs-polars';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ScratchIngest } from './testing/scratch-ingest';

const scratch = new ScratchIngest();
beforeEach(() => scratch.begin());
afterEach(() => scratch.end());
const read = scratch.read.bind(scratch);
const faultOf = scratch.faultOf.bind(scratch);

describe('Parquet', () => {
  it('reads every type as text, whatever the columns are called', async () => {
    pl.DataFrame({ height: [1, 2], '^a$': ['x', null], columns: [true, false] }).writeParquet(join(scratch.folder, 'p'));
    const { names, table, rows } = await read(await readFile(join(scratch.folder, 'p')));
    expect({ names, table, rows }).toEqual({
      names: ['height', '^a$', 'columns'],
      table: [
        ['1.0', 'x', 'true'],
        ['2.0', null, 'false'],
      ],
      rows: 2,
    });
  });

  it('refuses one that is cut', async () => {
    pl.DataFrame({ a: [1, 2] }).writeParquet(join(scratch.folder, 'p'));
    const whole = await readFile(join(scratch.folder, 'p'));
    expect(await faultOf(whole.subarray(0, whole.length - 20))).toEqual({ code: 'unreadable-parquet' });
  });
});
