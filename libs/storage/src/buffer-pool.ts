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
  /** Rank of its part among all parts: the older is served first. */
  age: number;
  /** When it last took a slab, by the monotonic clock. */
  takenAt: number;
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

/**
 * Small buffers that all uploads of a process share: together they bound its memory. A part grows slab by slab, so that a
 * slow upload holds what it has received and no more. When slabs run out, the largest holder that has stalled is asked to
 * write its part down and give its slabs back. When every slab is with someone who waits for another, the youngest part
 * gives way: the oldest is never asked then and always fits, so the waiting ends.
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
  /** Slabs that are being sent: they come back by themselves. */
  private sending = 0;
  private timer: NodeJS.Timeout | undefined;

  /** @param totalBytes of all slabs together; at least one part fits. */
  constructor(totalBytes: number, { partBytes = defaultPartBytes, slabBytes = 64 * 1024, patienceMs = 500 }: PoolOptions = {}) {
    this.partBytes = partBytes;
    this.slabBytes = slabBytes;
    this.patienceMs = patienceMs;
    this.capacity = Math.max(Math.ceil(partBytes / slabBytes), Math.floor(totalBytes / slabBytes));
  }

  enter(yieldSlabs: Holder['yieldSlabs']): Holder {
    const holder: Holder = { slabs: [], age: (this.parts += 1), takenAt: 0, waiter: null, yieldSlabs };
    this.holders.add(holder);
    return holder;
  }

  /** Gives the holder one slab more, as soon as there is one. Its content is left over from its last use. */
  async take(holder: Holder, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const slab = this.spare();
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
    holder.slabs = [];
    this[why] += slabs.length;
    return slabs;
  }

  /** Takes slabs back that had departed. */
  giveBack(slabs: readonly Buffer[], why: 'sending' | 'yielding'): void {
    this[why] -= slabs.length;
    for (const slab of slabs) this.reuse(slab);
    this.reclaim();
  }

  /** The holder's next part ranks behind all that have begun. */
  nextPart(holder: Holder): void {
    holder.age = this.parts += 1;
  }

  leave(holder: Holder): void {
    this.stopWaiting(holder);
    this.holders.delete(holder);
  }

  /** Bytes handed out. */
  get heldBytes(): number {
    return (this.made - this.free.length) * this.slabBytes;
  }

  private spare(): Buffer | undefined {
    const free = this.free.pop();
    if (free || this.made >= this.capacity) return free;
    this.made += 1;
    return Buffer.allocUnsafeSlow(this.slabBytes);
  }

  private hand(holder: Holder, slab: Buffer): void {
    holder.slabs.push(slab);
    holder.takenAt = performance.now();
  }

  private reuse(slab: Buffer): void {
    let oldest: Holder | undefined;
    for (const holder of this.waiting) if (!oldest || holder.age < oldest.age) oldest = holder;
    if (!oldest?.waiter) {
      this.free.push(slab);
      return;
    }
    const { resolve } = oldest.waiter;
    this.stopWaiting(oldest);
    this.hand(oldest, slab);
    resolve();
  }

  private stopWaiting(holder: Holder): void {
    holder.waiter?.leave();
    holder.waiter = null;
    this.waiting.delete(holder);
  }

  /** Asks holders to yield until enough is on its way for all that wait, or nobody is left to ask for now. */
  private reclaim(): void {
    clearTimeout(this.timer);
    while (this.yielding < this.waiting.size) {
      const victim = this.stalled() ?? this.blocking();
      if (!victim) {
        this.timer = setTimeout(() => this.reclaim(), this.patienceMs);
        return;
      }
      victim.yieldSlabs(this.depart(victim, 'yielding'));
    }
  }

  private stalled(): Holder | undefined {
    const before = performance.now() - this.patienceMs;
    let largest: Holder | undefined;
    for (const holder of this.holders)
      if (!holder.waiter && holder.takenAt <= before && holder.slabs.length > (largest?.slabs.length ?? 0)) largest = holder;
    return largest;
  }

  /** The youngest part, where nothing is sent and nobody is filled: all that hold anything wait for more. */
  private blocking(): Holder | undefined {
    if (this.sending > 0 || this.yielding > 0) return undefined;
    let youngest: Holder | undefined;
    for (const holder of this.holders) {
      if (holder.slabs.length === 0) continue;
      if (!holder.waiter) return undefined;
      if (!youngest || holder.age > youngest.age) youngest = holder;
    }
    return youngest;
  }
}
