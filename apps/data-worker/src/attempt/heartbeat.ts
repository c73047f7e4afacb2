import type { Progress } from '@millrace/contracts';

export interface HeartbeatOptions {
  readonly leaseMs: number;
  /** Extends the lease and stores the progress; false when the job is no longer ours. Rejects when nobody can tell. */
  readonly beat: (progress: Progress | null) => Promise<boolean>;
  /** Called once, when the job is certainly no longer ours. */
  readonly onLost: () => void;
  /** How long news of progress may wait; also the longest that a cancel goes unnoticed is a few of it. */
  readonly newsMs?: number;
}

/** The longest pause between two beats, whatever the lease: a cancelled job should not run on for long. */
const longestPauseMs = 2000;

/** Keeps a lease alive, carries progress out and brings the loss of the job in. */
export class Heartbeat {
  private progress: Progress | null = null;
  private heldAt = performance.now();
  private timer: NodeJS.Timeout | undefined;
  private underWay: Promise<void> = Promise.resolve();
  private stopped = false;
  private lost = false;

  constructor(private readonly options: HeartbeatOptions) {
    this.arm();
  }

  get isLost(): boolean {
    return this.lost;
  }

  note(progress: Progress): void {
    this.progress = progress;
  }

  /** Makes sure that the job was ours a short while ago. A worker that was stopped for longer than its lease learns of it here. */
  async confirm(): Promise<boolean> {
    if (performance.now() - this.heldAt > this.options.leaseMs / 2) await this.beat();
    return !this.lost;
  }

  /** Resolves when no beat is under way any more; to be called before the job is ended, which a late beat would take for a loss. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.underWay;
  }

  private arm(): void {
    if (this.stopped) return;
    const { newsMs = 500, leaseMs } = this.options;
    this.timer = setTimeout(() => void this.tick(), Math.min(newsMs, leaseMs / 6));
  }

  private async tick(): Promise<void> {
    const silentMs = performance.now() - this.heldAt;
    if (this.progress !== null || silentMs >= Math.min(this.options.leaseMs / 3, longestPauseMs)) await this.beat();
    this.arm();
  }

  private beat(): Promise<void> {
    this.underWay = this.underWay.then(async () => {
      if (this.lost) return;
      const news = this.progress;
      this.progress = null;
      const askedAt = performance.now();
      try {
        if (await this.options.beat(news)) this.heldAt = askedAt;
        else this.lose();
      } catch {
        // Nobody can tell, so nobody can have taken the job either: go on, and ask again.
        this.progress ??= news;
      }
    });
    return this.underWay;
  }

  private lose(): void {
    this.lost = true;
    this.stopped = true;
    clearTimeout(this.timer);
    this.options.onLost();
  }
}
