import type { OutboxView, TenantUse } from '@millrace/jobs';
import type { Doorbells } from './doorbells.mts';
import type { HostState, JobRow } from './world.mts';

/** What the relay reads before it publishes. */
export const outboxView = (
  jobs: readonly JobRow[],
  pending: readonly JobRow[],
  hosts: readonly HostState[],
  { queues }: Doorbells,
): OutboxView => {
  const use = new Map<string, TenantUse>();
  for (const { state, tenantId, needBytes } of jobs) {
    if (state !== 'queued' && state !== 'running') continue;
    const before = use.get(tenantId);
    use.set(tenantId, { jobs: (before?.jobs ?? 0) + 1, bytes: (before?.bytes ?? 0) + needBytes });
  }
  const capacity = { bytes: 0, slots: 0 };
  for (const { isUp, budgetBytes, slots } of hosts) {
    if (!isUp) continue;
    capacity.bytes += budgetBytes;
    capacity.slots += slots;
  }
  return { pending, use, depths: new Map([...queues].map(([name, { length }]) => [name, length])), capacity };
};
