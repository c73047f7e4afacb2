import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { Fault } from '@millrace/contracts';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ScratchIngest } from './testing/scratch-ingest';

const scratch = new ScratchIngest();
let duck: DuckDBConnection;
beforeAll(async () => {
  duck = await (await DuckDBInstance.create()).connect();
});
beforeEach(() => scratch.begin());
afterEach(() => scratch.end());
afterAll(() => duck.closeSync());

/** The column `v` of what a query answers, written as Parquet and read back as a working copy. */
const through = async (query: string): Promise<(string | null)[]> => {
  const path = join(scratch.folder, 'p');
  await duck.run(`COPY (${query}) TO '${path}' (FORMAT parquet)`);
  const { table, names } = await scratch.read(await readFile(path));
  return table.map((row) => row[names.indexOf('v')] ?? null);
};
const rows = (...values: string[]): string => values.map((value, at) => `SELECT ${at} AS n, ${value} AS v`).join(' UNION ALL ');
const uuid = '123e4567-e89b-12d3-a456-426614174000';

describe('Parquet columns of bytes', () => {
  it.each<[string, string[], (string | null)[]]>([
    ['UUID, in its canonical form', [`'${uuid}'::UUID`, 'NULL'], [uuid, null]],
    ['bytes, as hexadecimal digits', [String.raw`'\xAA\x00\xFFx'::BLOB`, 'NULL', `''::BLOB`], ['\\xaa00ff78', null, '\\x']],
    ['bytes that are control characters', [String.raw`'\x01'::BLOB`, `'a'::BLOB`], ['\\x01', '\\x61']],
    [
      'bytes that are texts throughout, as an old writer has them',
      [`'Ann'::BLOB`, String.raw`'Z\xC3\xBCrich'::BLOB`, 'NULL'],
      ['Ann', 'Zürich', null],
    ],
    ['JSON', [`'{"a": 1}'::JSON`, 'NULL'], ['{"a": 1}', null]],
    ['bits', [`'0101'::BIT`], ['0101']],
    ['times', [`TIME '01:02:03.000004'`, `TIME '23:59:59'`, 'NULL'], ['01:02:03.000004', '23:59:59', null]],
    ['nanoseconds', [`'2024-01-01 01:02:03.123456789'::TIMESTAMP_NS`], ['2024-01-01 01:02:03.123456789']],
    ['wide decimals', ['12345678901234567890123456789.123456789::DECIMAL(38,9)'], ['12345678901234567890123456789.123456789']],
  ])('reads %s', async (_, values, expected) => expect(await through(rows(...values))).toEqual(expected));

  it.each<[string, string[], (string | null)[]]>([
    ['a list', [`['${uuid}'::UUID, NULL]`, 'NULL', '[]'], [`["${uuid}",null]`, null, '[]']],
    ['a struct', [String.raw`{'b': '\xAA'::BLOB, 'n': 9007199254740993}`, 'NULL'], ['{"b":"\\\\xaa","n":9007199254740993}', null]],
    ['a list of structs of lists', [`[{'u': ['${uuid}'::UUID], 'd': DATE '2024-01-02'}]`], [`[{"u":["${uuid}"],"d":"2024-01-02"}]`]],
    ['a map', [`MAP {'k': '${uuid}'::UUID}`, 'NULL'], [`[{"key":"k","value":"${uuid}"}]`, null]],
    ['a map without bytes', [`MAP {1: 'a'}`], ['[{"key":1,"value":"a"}]']],
  ])('reads %s around them as JSON', async (_, values, expected) => expect(await through(rows(...values))).toEqual(expected));

  it.each([
    ['INTERVAL 1 month', 'v'],
    ['[INTERVAL 1 day]', 'v'],
  ])('refuses %s by the name of its column', async (value, column) => {
    const refused = through(rows(value));
    await expect(refused).rejects.toBeInstanceOf(Fault);
    await expect(refused).rejects.toMatchObject({
      code: 'unsupported-column-type',
      message: expect.stringContaining(`"${column}"`) as string,
    });
  });
});
