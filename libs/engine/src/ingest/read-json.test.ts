import pl from 'nodejs-polars';
import { join } from 'node:path';
import { ScratchIngest } from './testing/scratch-ingest';

const scratch = new ScratchIngest();
beforeEach(() => scratch.begin());
afterEach(() => scratch.end());
const read = scratch.read.bind(scratch);
const faultOf = scratch.faultOf.bind(scratch);

describe('JSON', () => {
  it.each<[string, string, (string | null)[][]]>([
    [
      'lines',
      '{"a":1,"b":"x"}\n{"a":2,"b":null}\n',
      [
        ['1', 'x'],
        ['2', null],
      ],
    ],
    [
      'lines with keys that come late',
      '{"a":1}\n{"b":true}\n',
      [
        ['1', null],
        [null, 'true'],
      ],
    ],
    ['an empty string apart from null', '{"a":""}\n{"a":null}\n', [[''], [null]]],
    ['numbers as they are written', '{"a":9007199254740993,"b":1.10}\n', [['9007199254740993', '1.10']]],
    ['nested values as their text', '{"a":{"x":[1,2]}}\n', [['{"x":[1,2]}']]],
    ['an array', '[{"a":1.50},\n {"a":"x"}]', [['1.50'], ['x']]],
    ['an array over many lines', '[\n  {\n    "a": [1,\n 2.0],\n    "b\\n": "]\\",{" }\n]\n', [['[1,2.0]', ']",{']]],
    ['numbers inside of nested values as they are written', '{"a":{"x":[9007199254740993, 1.10]}}\n', [['{"x":[9007199254740993,1.10]}']]],
    ['the literals apart from their texts', '{"a":null,"b":"null","c":true}\n', [[null, 'null', 'true']]],
    ['lines in UTF-16', '\uFEFF{"a":"é"}\n', [['é']]],
  ])('reads %s', async (_, content, table) => {
    expect((await read(content)).table).toEqual(table);
  });

  it.each<[string, string, unknown]>([
    [
      'more keys than a table may have columns',
      `{"a":1}\n{${Array.from({ length: 10_001 }, (_, at) => `"k${at}":1`).join(',')}}\n`,
      { code: 'too-many-columns', line: 2 },
    ],
    [
      'a table that would be nothing but absent cells',
      `{${Array.from({ length: 9000 }, (_, at) => `"k${at}":1`).join(',')}}\n${'{"k0":1}\n'.repeat(2000)}`,
      { code: 'expansion-too-large' },
    ],
  ])('refuses %s', async (_, content, fault) => {
    expect(await faultOf(content)).toEqual(fault);
  });

  it('remembers which columns held mostly strings', async () => {
    const content = '{"a":1,"b":"1","c":"x","d":1,"e":null}\n{"a":2,"b":"2","c":1,"d":"x"}\n{"d":2}\n';
    expect((await read(content)).columns.map(({ jsonText }) => jsonText)).toEqual([false, true, true, false, false]);
  });

  const many = (value: string) => `{${Array.from({ length: 300 }, (_, at) => `"k${at}":${value}`).join(',')}}\n`;
  it.each<[string, string, (string | null)[]]>([
    ['with keys that are absent, null, and in another order', '{"a":1,"b":"x"}\n{"b":null}\n{}\n{"b":"y","a":2}\n{"a":2,"b":""}\n', ['o0t1', 'n1', '-', 't1o0', 'o0t1']],
    ['of which the first has no key', '{}\n{"a":[1]}\n{}\n', ['-', 'o0', '-']],
    ['of many keys', `${many('1')}${many('"1"')}${many('1')}`, ['o0-299', 't0-299', 'o0-299']],
  ])('keeps the shapes of rows %s', async (_, content, shapes) => {
    const { rows, columns } = await read(content);
    expect([rows, columns.length]).toEqual([shapes.length, content.includes('k0') ? 300 : content.includes('"b"') ? 2 : 1]);
    expect(pl.readParquet(join(scratch.folder, 'out.parquet')).getColumn('shape').toArray()).toEqual(shapes);
  }); // prettier-ignore
});
