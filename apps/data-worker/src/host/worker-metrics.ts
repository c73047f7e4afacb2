import type { Ledger } from '@millrace/jobs';
import { Counter, Gauge, Histogram, type Metrics } from '@millrace/platform';
import type { AttemptReport } from '../attempt/job-attempt';

/** What operators watch of a data worker. */
export class WorkerMetrics {
  private readonly ended: Counter<'kind' | 'end'>;
  private readonly parts: Histogram<'kind' | 'part'>;
  private readonly peaks: Histogram<'kind'>;

  constructor(registry: Metrics, ledger: Ledger) {
    const registers = [registry];
    this.ended = new Counter({
      name: 'millrace_job_attempts_total',
      help: 'Attempts by how they ended',
      labelNames: ['kind', 'end'],
      registers,
    });
    this.parts = new Histogram({
      name: 'millrace_job_part_seconds',
      help: 'Time of an attempt by part: queue, claim, stageIn, childStart, engine, stageOut, commit',
      labelNames: ['kind', 'part'],
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60, 300, 1800],
      registers,
    });
    const MEBIBYTE = 1024 * 1024;
    this.peaks = new Histogram({
      name: 'millrace_job_peak_bytes',
      help: 'Peak of anonymous memory of a job process',
      labelNames: ['kind'],
      buckets: [32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384].map((mebibytes) => mebibytes * MEBIBYTE),
      registers,
    });
    const gauge = (name: string, help: string, read: () => number) =>
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    gauge('millrace_worker_budget_bytes', 'What all jobs may reserve together', () => ledger.budgetBytes);
    gauge('millrace_worker_reserved_bytes', 'What jobs have reserved', () => ledger.reservedBytes);
    gauge('millrace_worker_jobs', 'Job processes that hold a reservation', () => ledger.jobs);
  }

  note({ end, kind, timings, peakBytes }: AttemptReport): void {
    this.ended.inc({ kind: kind ?? 'unknown', end });
    if (kind === null) return;
    for (const [part, milliseconds] of Object.entries(timings))
      this.parts.observe({ kind, part: part.replace(/Ms$/, '') }, milliseconds / 1000);
    if (peakBytes > 0) this.peaks.observe({ kind }, peakBytes);
  }
}
