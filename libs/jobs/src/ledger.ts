/** What a host has promised. Invariant: Σ reserved ≤ budget, and reservations ≤ slots. Released only when the child has exited. */
export class Ledger {
  private readonly reservations = new Map<string, number>();
  reservedBytes = 0;

  /** @param budgetBytes of all jobs together. @param slots jobs at once. */
  constructor(
    readonly budgetBytes: number,
    readonly slots: number,
  ) {}

  fits(bytes: number): boolean {
    return this.reservations.size < this.slots && this.reservedBytes + bytes <= this.budgetBytes;
  }

  /** False, and nothing reserved, where it does not fit or `id` holds a reservation already. */
  reserve(id: string, bytes: number): boolean {
    if (this.reservations.has(id) || !this.fits(bytes)) return false;
    this.reservations.set(id, bytes);
    this.reservedBytes += bytes;
    return true;
  }

  release(id: string): void {
    this.reservedBytes -= this.reservations.get(id) ?? 0;
    this.reservations.delete(id);
  }

  get jobs(): number {
    return this.reservations.size;
  }
}
