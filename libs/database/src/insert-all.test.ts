import { insertAll } from './insert-all';

it.each([
  [0, []],
  [1, [1]],
  [1000, [1000]],
  [31_000, Array.from({ length: 31 }, () => 1000)],
  [1001, [1000, 1]],
])('inserts %i rows a thousand a statement, in their order', async (count, expected) => {
  const statements: [string, number[][]][] = [];
  const sql = {
    rows: () => Promise.reject(new Error('nothing is read')),
    run: (text: string, [rows]: readonly unknown[] = []) => {
      statements.push([text, rows as number[][]]);
      return Promise.resolve(0);
    },
  };
  const rows = Array.from({ length: count }, (_, at) => [at]);
  await insertAll(sql, 't (a)', rows);
  expect(statements.map(([text, part]) => [text, part.length])).toEqual(expected.map((size) => ['INSERT INTO t (a) VALUES ?', size]));
  expect(statements.flatMap(([, part]) => part)).toEqual(rows);
});
