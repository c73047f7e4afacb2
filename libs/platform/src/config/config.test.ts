import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseBytes } from './bytes';
import { ConfigError, loadConfig } from './config';
import { environmentSchema } from './environment';

const least = { DATABASE_URL: 'mysql://root@db/millrace', REDIS_URL: 'redis://redis:6379' };
const secret = 'f3b1c0de9a7e45d2b6c8e1f00a9d7c35';
const problemsOf = (environment: Record<string, string>, needsSecret = false): readonly string[] => {
  try {
    loadConfig(needsSecret, environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
};

describe('loadConfig', () => {
  it('needs a database and Redis only', () => {
    expect(loadConfig(false, least)).toMatchObject({
      PORT: 8000,
      ALGORITHM: 'HS256',
      ADMISSION_FACTOR: 5,
      UPLOAD_BUFFER_BYTES: 24 * 1024 ** 2,
    });
  });

  it('names everything that is wrong at once', () => {
    expect(problemsOf({ PORT: 'x', ALGORITHM: 'none', WORKER_MEMORY_BUDGET: 'lots' })).toHaveLength(5);
  });

  it.each([
    ['missing', {}],
    ['short', { SECRET_KEY: 'abc' }],
    ['well-known', { SECRET_KEY: 'change-me-change-me-change-me-change-me' }],
    ['one letter', { SECRET_KEY: 'a'.repeat(64) }],
  ])('refuses a %s SECRET_KEY where one is needed', (_, more) => {
    expect(problemsOf({ ...least, ...more }, true)).toEqual([expect.stringContaining('openssl rand')]);
    expect(problemsOf({ ...least, ...more })).toEqual([]);
  });

  it('takes a random SECRET_KEY, and any in the embedded default', () => {
    expect(problemsOf({ ...least, SECRET_KEY: secret }, true)).toEqual([]);
    expect(problemsOf({ ...least, SECRET_KEY: 'short', MILLRACE_EMBEDDED: '1' }, true)).toEqual([]);
  });

  it('is documented by .env.example, variable for variable', () => {
    const example = readFileSync(join(__dirname, '../../../../.env.example'), 'utf8');
    const named = [...example.matchAll(/^#? ?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name);
    expect(named.sort()).toEqual(Object.keys(environmentSchema.shape).sort());
  });
});

it.each([
  ['512', 512],
  ['64MB', 64 * 1024 ** 2],
  ['1.5 GB', 1.5 * 1024 ** 3],
  ['4Gi', 4 * 1024 ** 3],
  ['x', null],
  ['5 parsecs', null],
])('reads the size %p as %p', (text, value) => {
  expect(parseBytes(text)).toBe(value);
});
