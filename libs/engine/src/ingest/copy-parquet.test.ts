import pl from 'nodejs-polars';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ScratchIngest } from './testing/scratch-ingest';
import { rowGroupSize } from './working-copy';

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

  it('reads decimals, times with zones, lists and structs without loss', async () => {
    const frame = pl
      .DataFrame({
        n: [1n, 9007199254740993n],
        s: ['x', null],
        nested: [
          { a: 1, b: 'q"' },
          { a: 2, b: null },
        ],
      })
      .withColumns(
        pl.lit('12345678901234.5678').cast(pl.Decimal(20, 4)).alias('decimal'),
        pl.lit(1_700_000_000_123).cast(pl.Datetime('ms', 'Europe/Vienna')).alias('zoned'),
        pl.lit(19_000).cast(pl.Int32).cast(pl.Date).alias('date'),
        pl.concatList(['n', 'n']).alias('list'),
        pl.lit(1500).cast(pl.Duration('ms')).alias('duration'),
      );
    frame.writeParquet(join(scratch.folder, 'p'));
    const { names, table } = await read(await readFile(join(scratch.folder, 'p')));
    const common = { decimal: '12345678901234.5678', zoned: '2023-11-14 23:13:20.123+01:00', date: '2022-01-08', duration: '1500' };
    const records = table.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at]])));
    expect(records).toEqual([
      { n: '1', s: 'x', nested: '{"a":1.0,"b":"q\\""}', list: '[1,1]', ...common },
      { n: '9007199254740993', s: null, nested: '{"a":2.0,"b":null}', list: '[9007199254740993,9007199254740993]', ...common },
    ]);
  });

  it('refuses a billion rows in a hundred bytes before it reads one', async () => {
    const rows = [0x16, 0x80, 0xa8, 0xd6, 0xb9, 0x07];
    const schema = [0x15, 0x02, 0x19, 0x2c, 0x48, 1, 0x72, 0x15, 0x02, 0, 0x15, 0x04, 0x25, 0, 0x18, 1, 0x61, 0];
    const footer = Buffer.from([...schema, ...rows, 0x19, 0x1c, 0x19, 0x0c, 0x16, 0, ...rows, 0, 0]);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(footer.length);
    const bomb = Buffer.concat([Buffer.from('PAR1'), footer, length, Buffer.from('PAR1')]);
    expect(await faultOf(bomb)).toEqual({ code: 'expansion-too-large' });
  });
});

it.each([
  ['narrow', { width: 15, rows: 2_500_000, bytes: 500_000_000 }, 100_000],
  ['wide', { width: 500, rows: 100_000, bytes: 500_000_000 }, 5033],
  ['of long texts', { width: 8, rows: 140_000, bytes: 100_000_000 }, 35_232],
  ['of huge texts', { width: 2, rows: 1000, bytes: 1_000_000_000 }, 100],
  ['of one row', { width: 3, rows: 1, bytes: 10 }, 100_000],
])('bounds the rows of a group in a table that is %s by its cells and bytes', (_, table, rows) => expect(rowGroupSize(table)).toBe(rows));
