import { inspect } from 'node:util';
import { makeTestDatabase } from '../../../test/support/test-database';

let db: Awaited<ReturnType<typeof makeTestDatabase>>;
beforeAll(async () => {
  db = await makeTestDatabase();
});
afterAll(() => db.close());

const cell = 'jane.doe@example.org';
const thrownBy = async (work: Promise<unknown>): Promise<unknown> => {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};

it.each([
  [
    'a value that is there already',
    'INSERT INTO tenants (id, name, created_at) VALUES (?, ?, NOW()), (?, ?, NOW())',
    [cell, 'a', cell, 'b'],
    'ER_DUP_ENTRY',
  ],
  [
    'a value of the wrong type',
    'INSERT INTO tenants (id, name, created_at) VALUES (?, ?, ?)',
    ['i', 'n', cell],
    'ER_TRUNCATED_WRONG_VALUE',
  ],
  ['a statement that is none', 'INSERT INTO tenants VALUES (?) AND', [cell], 'ER_PARSE_ERROR'],
])('an error about %s has its code and statement, and nothing of the parameters', async (_, sql, parameters, code) => {
  const alone = () => db.database.run(sql, parameters);
  const within = () => db.database.transaction((inner) => inner.run(sql, parameters));
  for (const work of [alone, within]) {
    const error = await thrownBy(work());
    expect(error).toMatchObject({ code, message: expect.stringContaining('INSERT INTO tenants') });
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(cell);
  }
});

it('an error about a large insert is short', async () => {
  const rows = Array.from({ length: 1000 }, () => [cell, 'x'.repeat(150)]);
  const error = await thrownBy(db.database.run('INSERT INTO tenants (id, name) VALUES ?', [rows]));
  expect(inspect(error, { depth: 10, maxStringLength: null, maxArrayLength: null }).length).toBeLessThan(5000);
});
