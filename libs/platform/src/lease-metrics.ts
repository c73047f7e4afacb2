import { Counter, type Metrics } from './metrics';

/** What operators watch of leases: a rise of what is lost or expired tells of workers that die, freeze or are cut off from the database. */
export class LeaseMetrics {
  private readonly renewals: Counter<'outcome'>;
  private readonly expired: Counter;

  constructor(registry: Metrics) {
    const registers = [registry];
    this.renewals = new Counter({
      name: 'millrace_lease_renewals_total',
      help: 'Attempts to renew the lease of a job: renewed; lost, as another has it or it was cancelled; or failed, as nobody could tell.',
      labelNames: ['outcome'],
      registers,
    });
    for (const outcome of ['renewed', 'lost', 'failed']) this.renewals.inc({ outcome }, 0);
    this.expired = new Counter({
      name: 'millrace_leases_expired_total',
      help: 'Leases that this process found expired, and took their jobs away from their workers.',
      registers,
    });
  }

  /** Counts how a renewal ends. @param renew false: the lease is lost */
  async count(renew: () => Promise<boolean>): Promise<boolean> {
    try {
      const held = await renew();
      this.renewals.inc({ outcome: held ? 'renewed' : 'lost' });
      return held;
    } catch (error) {
      this.renewals.inc({ outcome: 'failed' });
      throw error;
    }
  }

  noteExpired(leases: number): void {
    this.expired.inc(leases);
  }
}
