export interface BreakerOptions {
  /** Failures in a row that open it. */
  readonly threshold?: number;
  /** How long it stays open before one call is let through, in milliseconds. */
  readonly coolDownMs?: number;
  /** Milliseconds, monotonic. */
  readonly now?: () => number;
}

/** Keeps a queue of jobs from each waiting out the timeouts of a model that is down. */
export class CircuitBreaker {
  private failures = 0;
  private openUntil = 0;
  private readonly threshold: number;
  private readonly coolDownMs: number;
  private readonly now: () => number;

  constructor({ threshold = 5, coolDownMs = 30_000, now = () => performance.now() }: BreakerOptions = {}) {
    this.threshold = threshold;
    this.coolDownMs = coolDownMs;
    this.now = now;
  }

  /** True when a call may be made. After the cool-down, one caller at a time is let through. */
  allows(): boolean {
    if (this.failures < this.threshold) return true;
    if (this.now() < this.openUntil) return false;
    this.openUntil = this.now() + this.coolDownMs;
    return true;
  }

  succeeded(): void {
    this.failures = 0;
  }

  failed(): void {
    this.failures += 1;
    if (this.failures >= this.threshold) this.openUntil = this.now() + this.coolDownMs;
  }
}
