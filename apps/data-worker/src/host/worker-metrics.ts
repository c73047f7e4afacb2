import type { Ledger } from '@millrace/jobs';
import { Counter, Gauge, Histogram, type Metrics } from '@millrace/platform';
import type { AttemptReport } from '../attempt/job-attempt';

/** What operators watch of a data worker. */
export class WorkerMetrics {
  private readonly ended: Counter<'kind' | 'end'>;
  private readonly parts: Histogram<'kind' | 'part'>;
  private readonly peaks: Histogram<'kind'>;

  constructor(
    private readonly registry: Metrics,
    ledger: Ledger,
  ) {
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
    this.gauge('millrace_worker_budget_bytes', 'What all jobs may reserve together', () => ledger.budgetBytes);
    this.gauge('millrace_worker_reserved_bytes', 'What jobs have reserved', () => ledger.reservedBytes);
    this.gauge('millrace_worker_jobs', 'Job processes that hold a reservation', () => ledger.jobs);
  }

  /** @param usedBytes anonymous memory of all job processes @param isPressed nothing is started, for want of memory */
  observe(usedBytes: () => number, isPressed: () => boolean): void {
    this.gauge('millrace_worker_used_bytes', 'Anonymous memory of the job processes', usedBytes);
    this.gauge('millrace_worker_pressed', '1 while the machine is short of memory and nothing is started', () => (isPressed() ? 1 : 0));
  }

  private gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }

  note({ end, kind, timings, peakBytes }: AttemptReport): void {
    this.ended.inc({ kind: kind ?? 'unknown', end });
    if (kind === null) return;
    for (const [part, milliseconds] of Object.entries(timings))
      this.parts.observe({ kind, part: part.replace(/Ms$/, '') }, milliseconds / 1000);
    if (peakBytes > 0) this.peaks.observe({ kind }, peakBytes);
  }
}
