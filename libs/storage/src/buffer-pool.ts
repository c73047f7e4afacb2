interface Waiter {
  readonly resolve: () => void;
  readonly leave: () => void;
}

/** What an upload gathers before it sends it. */
export const defaultPartBytes = 8 * 1024 * 1024;

/** The account of one upload with the pool. */
export interface Holder {
  /** What it keeps while it waits for its client, in order; what it is sending or writing down is not among them. */
  slabs: Buffer[];
  /** Rank of its part among all parts, the older first; null until it asks for the first slab of one. */
  age: number | null;
  /** When it last took a slab, by the monotonic clock. */
  takenAt: number;
  /** Milliseconds in which its client has filled the slabs of this part. */
  fillingMs: number;
  waiter: Waiter | null;
  /** Told to write these slabs down, which are its own no more, and to give them back. */
  readonly yieldSlabs: (slabs: readonly Buffer[]) => void;
}

interface PoolOptions {
  readonly partBytes?: number;
  readonly slabBytes?: number;
  /** How long a holder may go without filling a slab before others may have its memory. */
  readonly patienceMs?: number;
}

/** Of a holder that may go on without filling a slab: a part whose client takes this many times as long has stalled, too. */
const patientParts = 4;

/**
 * Small buffers that all uploads of a process share: together they bound its memory. A part grows slab by slab, so that a
 * slow upload holds what it has received and no more. What the oldest part still needs is kept for it: it always gets full
 * and is sent, its slabs come back, and the next is the oldest; so the waiting ends and nothing is written twice. When others wait and a
 * client stalls, or is far slower than they, its part is written down and its slabs are given back; then it is the youngest.
 */
export class BufferPool {
  readonly partBytes: number;
  readonly slabBytes: number;
  private readonly capacity: number;
  private readonly patienceMs: number;
  private made = 0;
  private parts = 0;
  private readonly free: Buffer[] = [];
  private readonly holders = new Set<Holder>();
  private readonly waiting = new Set<Holder>();
  /** Slabs on their way back from holders that were asked to yield. */
  private yielding = 0;
  private timer: NodeJS.Timeout | undefined;

  /** @param totalBytes of all slabs together; at least one part fits. */
  constructor(totalBytes: number, { partBytes = defaultPartBytes, slabBytes = 64 * 1024, patienceMs = 500 }: PoolOptions = {}) {
    this.partBytes = partBytes;
    this.slabBytes = slabBytes;
    this.patienceMs = patienceMs;
    this.capacity = Math.max(Math.ceil(partBytes / slabBytes), Math.floor(totalBytes / slabBytes));
  }

  enter(yieldSlabs: Holder['yieldSlabs']): Holder {
    const holder: Holder = { slabs: [], age: null, takenAt: 0, fillingMs: 0, waiter: null, yieldSlabs };
    this.holders.add(holder);
    return holder;
  }

  /** Gives the holder one slab more, as soon as there is one. Its content is left over from its last use. */
  async take(holder: Holder, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (holder.slabs.length > 0) holder.fillingMs += performance.now() - holder.takenAt;
    holder.age ??= this.parts += 1;
    const slab = this.spareFor(holder);
    if (slab) {
      this.hand(holder, slab);
      return;
    }
    return new Promise((resolve, reject) => {
      const aborted = () => {
        this.stopWaiting(holder);
        reject(signal?.reason as Error);
      };
      holder.waiter = { resolve, leave: () => signal?.removeEventListener('abort', aborted) };
      signal?.addEventListener('abort', aborted, { once: true });
      this.waiting.add(holder);
      this.reclaim();
    });
  }

  /** Takes from the holder what is now on its way to the store, as a part or written down, and comes back by `giveBack`. */
  depart(holder: Holder, why: 'sending' | 'yielding'): readonly Buffer[] {
    const { slabs } = holder;
    [holder.slabs, holder.age, holder.fillingMs] = [[], null, 0];
    if (why === 'yielding') this.yielding += slabs.length;
    return slabs;
  }

  /** Takes slabs back that had departed. */
  giveBack(slabs: readonly Buffer[], why: 'sending' | 'yielding'): void {
    if (why === 'yielding') this.yielding -= slabs.length;
    this.free.push(...slabs);
    this.serve();
    this.reclaim();
  }

  leave(holder: Holder): void {
    this.stopWaiting(holder);
    this.holders.delete(holder);
    this.serve();
  }

  /** Bytes handed out. */
  get heldBytes(): number {
    return (this.made - this.free.length) * this.slabBytes;
  }

  /** The oldest part that has begun. */
  private oldest(): Holder | undefined {
    let oldest: Holder | undefined;
    for (const holder of this.holders) if (holder.age !== null && holder.age < (oldest?.age ?? Infinity)) oldest = holder;
    return oldest;
  }

  private spareFor(holder: Holder): Buffer | undefined {
    const oldest = this.oldest();
    const kept = oldest === undefined || oldest === holder ? 0 : Math.ceil(this.partBytes / this.slabBytes) - oldest.slabs.length;
    if (this.free.length + this.capacity - this.made <= kept) return undefined;
    const free = this.free.pop();
    if (free) return free;
    this.made += 1;
    return Buffer.allocUnsafeSlow(this.slabBytes);
  }

  private hand(holder: Holder, slab: Buffer): void {
    holder.slabs.push(slab);
    holder.takenAt = performance.now();
  }

  /** Gives slabs to those that wait, the oldest parts first. */
  private serve(): void {
    for (const holder of [...this.waiting].sort((a, b) => (a.age ?? Infinity) - (b.age ?? Infinity))) {
      const slab = this.spareFor(holder);
      if (!slab) return;
      const resolve = holder.waiter?.resolve;
      this.stopWaiting(holder);
      this.hand(holder, slab);
      resolve?.();
    }
  }

  private stopWaiting(holder: Holder): void {
    holder.waiter?.leave();
    holder.waiter = null;
    this.waiting.delete(holder);
  }

  /** Asks holders that have stalled to yield, until enough is on its way for all that wait. */
  private reclaim(): void {
    clearTimeout(this.timer);
    while (this.yielding < this.waiting.size) {
      const victim = this.stalled();
      if (!victim) {
        this.timer = setTimeout(() => this.reclaim(), this.patienceMs);
        return;
      }
      victim.yieldSlabs(this.depart(victim, 'yielding'));
    }
  }

  /** The largest part whose client keeps others waiting. */
  private stalled(): Holder | undefined {
    const now = performance.now();
    let largest: Holder | undefined;
    for (const holder of this.holders) {
      const { waiter, takenAt, fillingMs, slabs } = holder;
      if (waiter || slabs.length <= (largest?.slabs.length ?? 0)) continue;
      const sinceTaken = now - takenAt;
      if (sinceTaken >= this.patienceMs || fillingMs + sinceTaken >= this.patienceMs * patientParts) largest = holder;
    }
    return largest;
  }
}
