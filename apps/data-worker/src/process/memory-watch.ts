import { readAnonBytes } from './anon-memory';

export interface MemoryWatchOptions {
  readonly pid: number;
  readonly limitBytes: number;
  readonly onExceeded: () => void;
  readonly everyMs?: number;
}

/** Samples a child's anonymous memory: keeps the peak, and tells once when it is over the limit. */
export class MemoryWatch {
  private peak = 0;
  /** At the last sample, in bytes. */
  lastBytes = 0;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(private readonly options: MemoryWatchOptions) {
    this.arm();
  }

  get peakBytes(): number {
    return this.peak;
  }

  /** A sample taken elsewhere, such as by the child itself. */
  note(bytes: number): void {
    this.peak = Math.max(this.peak, bytes);
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private arm(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => this.sample(), this.options.everyMs ?? 50);
    this.timer.unref();
  }

  private sample(): void {
    const bytes = readAnonBytes(this.options.pid);
    this.lastBytes = bytes ?? 0;
    if (bytes !== null) this.note(bytes);
    if (this.stopped) return;
    if (bytes !== null && bytes > this.options.limitBytes) {
      this.stop();
      this.options.onExceeded();
      return;
    }
    this.arm();
  }
}
