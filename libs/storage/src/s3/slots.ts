/** Lets so many pieces of work go on at once; the others wait, in order. */
export class Slots {
  private readonly waiting = new Set<() => void>();

  constructor(private free: number) {}

  /** @throws the signal's reason, once it is aborted while the work waits */
  async use<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.take(signal);
    try {
      return await work();
    } finally {
      const [next] = this.waiting;
      if (next) next();
      else this.free += 1;
    }
  }

  private async take(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (this.free > 0) {
      this.free -= 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const aborted = () => {
        this.waiting.delete(go);
        reject(signal?.reason as Error);
      };
      const go = () => {
        this.waiting.delete(go);
        signal?.removeEventListener('abort', aborted);
        resolve();
      };
      this.waiting.add(go);
      signal?.addEventListener('abort', aborted, { once: true });
    });
  }
}
