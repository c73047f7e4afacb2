import { LeaseMetrics } from './lease-metrics';
import { createMetrics } from './metrics';

it('counts leases that were renewed, lost, expired, and those that nobody could renew', async () => {
  const registry = createMetrics('test');
  const leases = new LeaseMetrics(registry);
  const value = async (line: string) => Number(new RegExp(`^${line} (\\d+)$`, 'm').exec(await registry.metrics())?.[1]);
  expect(await value('millrace_lease_renewals_total\\{outcome="lost",role="test"\\}')).toBe(0);
  expect(await leases.count(() => Promise.resolve(true))).toBe(true);
  expect(await leases.count(() => Promise.resolve(true))).toBe(true);
  expect(await leases.count(() => Promise.resolve(false))).toBe(false);
  await expect(leases.count(() => Promise.reject(new Error('no database')))).rejects.toThrow('no database');
  leases.noteExpired(3);
  for (const [outcome, count] of [
    ['renewed', 2],
    ['lost', 1],
    ['failed', 1],
  ] as const)
    expect(await value(`millrace_lease_renewals_total\\{outcome="${outcome}",role="test"\\}`)).toBe(count);
  expect(await value('millrace_leases_expired_total\\{role="test"\\}')).toBe(3);
});
