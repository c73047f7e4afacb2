/** A power of two and one, which halves the digits of a double (Dekker 1971). */
const splitter = 2 ** 27 + 1;
const largest = 2 ** 970;

/** A sum of products whose rounding is kept aside: of each addition (Neumaier 1974), and of each product (Dekker 1971). */
export class WeightedSum {
  private sum = 0;
  private lost = 0;

  /** @param times a whole number */
  add(x: number, times: number): void {
    const product = x * times;
    this.plus(product);
    if (times === 1 || Math.abs(x) > largest) return;
    const split = x * splitter;
    const high = split - (split - x);
    const timesSplit = times * splitter;
    const timesHigh = timesSplit - (timesSplit - times);
    const [low, timesLow] = [x - high, times - timesHigh];
    this.lost += low * timesLow - (product - high * timesHigh - low * timesHigh - high * timesLow);
  }

  private plus(x: number): void {
    const next = this.sum + x;
    this.lost += Math.abs(this.sum) >= Math.abs(x) ? this.sum - next + x : x - next + this.sum;
    this.sum = next;
  }

  get value(): number {
    return this.sum + this.lost;
  }
}
