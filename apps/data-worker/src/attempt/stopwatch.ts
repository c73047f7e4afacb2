import type { Timings } from '@millrace/contracts';

/** Milliseconds by part, to a tenth. */
export class Stopwatch {
  private readonly parts: Record<string, number> = {};

  get timings(): Timings {
    return { ...this.parts };
  }

  set(part: string, milliseconds: number): void {
    this.parts[part] = Math.round(milliseconds * 10) / 10;
  }

  async measure<T>(part: string, work: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    try {
      return await work();
    } finally {
      this.set(part, performance.now() - startedAt);
    }
  }
}
