/** What is to happen, by time and then by order of planning (a binary heap). */
export class Timeline<E> {
  private readonly heap: { readonly atMs: number; readonly order: number; readonly event: E }[] = [];
  private planned = 0;

  get size(): number {
    return this.heap.length;
  }

  plan(atMs: number, event: E): void {
    const { heap } = this;
    heap.push({ atMs, order: this.planned++, event });
    for (let at = heap.length - 1; at > 0;) {
      const parent = (at - 1) >> 1;
      if (!this.isBefore(at, parent)) break;
      this.swap(at, parent);
      at = parent;
    }
  }

  next(): { readonly atMs: number; readonly event: E } | null {
    const { heap } = this;
    const [first] = heap;
    const last = heap.pop();
    if (first === undefined || last === undefined) return null;
    if (heap.length > 0) {
      heap[0] = last;
      for (let at = 0; ;) {
        let least = at;
        for (const child of [2 * at + 1, 2 * at + 2]) if (child < heap.length && this.isBefore(child, least)) least = child;
        if (least === at) break;
        this.swap(at, least);
        at = least;
      }
    }
    return first;
  }

  private isBefore(a: number, b: number): boolean {
    const [left, right] = [this.heap[a]!, this.heap[b]!];
    return left.atMs === right.atMs ? left.order < right.order : left.atMs < right.atMs;
  }

  private swap(a: number, b: number): void {
    [this.heap[a], this.heap[b]] = [this.heap[b]!, this.heap[a]!];
  }
}
