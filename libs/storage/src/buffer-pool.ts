interface Waiter {
  readonly resolve: (buffer: Buffer) => void;
}

/**
 * Fixed buffers that all uploads of a process share: together they bound its memory. An upload holds one buffer at most
 * and never waits for a second, so whoever holds one can finish and no two can block each other. Waiters are served in order.
 */
export class BufferPool {
  readonly partBytes: number;
  private readonly capacity: number;
  private made = 0;
  private readonly free: Buffer[] = [];
  private readonly waiting: Waiter[] = [];

  /** @param totalBytes of all buffers together; at least one buffer is made. */
  constructor(totalBytes: number, partBytes = 8 * 1024 * 1024) {
    this.partBytes = partBytes;
    this.capacity = Math.max(1, Math.floor(totalBytes / partBytes));
  }

  /** A buffer of `partBytes`, as soon as there is one. Its content is left over from its last use. */
  async acquire(signal?: AbortSignal): Promise<Buffer> {
    signal?.throwIfAborted();
    const free = this.free.pop();
    if (free) return free;
    if (this.made < this.capacity) {
      this.made += 1;
      return Buffer.allocUnsafeSlow(this.partBytes);
    }
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { resolve };
      this.waiting.push(waiter);
      signal?.addEventListener(
        'abort',
        () => {
          const at = this.waiting.indexOf(waiter);
          if (at < 0) return;
          this.waiting.splice(at, 1);
          reject(signal.reason as Error);
        },
        { once: true },
      );
    });
  }

  release(buffer: Buffer): void {
    const waiter = this.waiting.shift();
    if (waiter) waiter.resolve(buffer);
    else this.free.push(buffer);
  }

  /** Bytes handed out. */
  get heldBytes(): number {
    return (this.made - this.free.length) * this.partBytes;
  }
}
