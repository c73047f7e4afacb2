import { logError } from './log-error';

it('tells name, message, code and causes of an error, and nothing that hangs on it', () => {
  const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED', parameters: ['a cell'] });
  const error = Object.assign(new RangeError('broken', { cause }), {
    sql: "INSERT … 'a cell'",
    parameters: [['a cell']],
    driverError: cause,
  });
  const logged = logError(error);
  expect(logged).toMatchObject({ type: 'RangeError', message: 'broken', cause: { message: 'refused', code: 'ECONNREFUSED' } });
  expect(logged.stack).toContain('log-error.test');
  expect(JSON.stringify(logged)).not.toContain('a cell');
});

it('is short whatever the error says', () => {
  const long = new Error('x'.repeat(1e6));
  long.cause = long;
  expect(JSON.stringify(logError(long)).length).toBeLessThan(30_000);
  expect(JSON.stringify(logError('x'.repeat(1e6))).length).toBeLessThan(1000);
});

it.each([[undefined], [null], [7], [{ parameters: ['a cell'] }]])('takes %p, which is no error', (thrown) => {
  expect(JSON.stringify(logError(thrown))).not.toContain('a cell');
});
