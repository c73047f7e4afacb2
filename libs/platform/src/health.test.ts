import { checkHealth } from './health';

const passes = () => Promise.resolve();
const fails = () => Promise.reject(new Error('down'));
const hangs = () => new Promise<void>(() => undefined);

it.each([
  ['ok', passes, passes],
  ['degraded', passes, fails],
  ['degraded', passes, hangs],
  ['unready', fails, passes],
  ['unready', hangs, fails],
])('is %s', async (status, critical, other) => {
  const health = await checkHealth(
    [
      { name: 'database', critical: true, check: critical },
      { name: 'redis', critical: false, check: other },
    ],
    20,
  );
  expect(health.status).toBe(status);
});
