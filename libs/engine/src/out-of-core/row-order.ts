import { classified, classifyValue, type ValueWords } from '../profile/values/classify-value';
import type { RowOrder } from './number-metrics';

/** Follows the numbers and dates of a column in order of rows, as long as they rise or fall. */
export class OrderFollower implements RowOrder {
  rises = true;
  falls = true;
  isStrict = true;
  private last = Number.NaN;

  constructor(private readonly words: ValueWords) {}

  follow(bytes: Uint8Array, start: number, end: number): void {
    if (!this.rises && !this.falls) return;
    // A letter begins no number but an infinity, which is a word.
    if ((bytes[start]! | 32) >= 97 && (bytes[start]! | 32) <= 122 && end - start > this.words.longest) return;
    classifyValue(bytes, start, end, this.words);
    const { number } = classified;
    if (Number.isNaN(number)) return;
    if (number < this.last) this.rises = false;
    else if (number > this.last) this.falls = false;
    else if (number === this.last) this.isStrict = false;
    this.last = number;
  }
}
