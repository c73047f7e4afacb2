import { randomBytes, randomUUID } from 'node:crypto';
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
    ["FastAPI's", { SECRET_KEY: '09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7' }],
    ["FastAPI's in capitals", { SECRET_KEY: '09D25E094FAA6CA2556C818166B7A9563B93F7099F6F0F4CAA6CF63B88E8D3E7' }],
    ["jwt.io's", { SECRET_KEY: 'a-string-secret-at-least-256-bits-long' }],
    ["jwt.io's older, repeated", { SECRET_KEY: 'your-256-bit-secret'.repeat(2) }],
    ["RFC 7515's", { SECRET_KEY: 'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow' }],
    ["Flask's", { SECRET_KEY: '192b9bdd22ab9ed4d12e236c78afcb9a393ec15f71bbf5dc987d54727823bcbf' }],
    ["Spring's", { SECRET_KEY: '404E635266556A586E3272357538782F413F4428472B4B6250645367566B5970' }],
    ["Django's", { SECRET_KEY: 'django-insecure-3k!x9$w@0q7v_b2m#z8^r5t&y1u*i4o(p6a' }],
    ['repeated word', { SECRET_KEY: 'secret'.repeat(8) }],
    ['short period', { SECRET_KEY: 'k7Q'.repeat(20) }],
    ['short period, cut off', { SECRET_KEY: 'f3b1c0de9a7e'.repeat(4).slice(0, 40) }],
    ['row of digits', { SECRET_KEY: '0123456789012345678901234567890123' }],
    ['few different letters', { SECRET_KEY: 'abbaabababbbaabbabaabbabbaabbbabaab' }],
    ['placeholder', { SECRET_KEY: 'changeme-f3b1c0de9a7e45d2b6c8e1f00a9d7c35' }],
  ])('refuses a %s SECRET_KEY where one is needed', (_, more) => {
    expect(problemsOf({ ...least, ...more }, true)).toEqual([expect.stringContaining('openssl rand')]);
    expect(problemsOf({ ...least, ...more })).toEqual([]);
  });

  it('takes a random SECRET_KEY, and any in the embedded default', () => {
    expect(problemsOf({ ...least, SECRET_KEY: secret }, true)).toEqual([]);
    expect(problemsOf({ ...least, SECRET_KEY: 'short', MILLRACE_EMBEDDED: '1' }, true)).toEqual([]);
  });

  it('takes what openssl and Node make, in hexadecimal and base64', () => {
    for (let round = 0; round < 300; round += 1)
      for (const SECRET_KEY of [randomBytes(32).toString('hex'), randomBytes(32).toString('base64'), randomUUID()])
        expect([SECRET_KEY, problemsOf({ ...least, SECRET_KEY }, true)]).toEqual([SECRET_KEY, []]);
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
