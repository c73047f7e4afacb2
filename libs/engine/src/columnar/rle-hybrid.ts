import { damagedCopy } from './damaged-copy';

/**
 * Integers of up to 24 bits in Parquet's mix of run lengths and bit packing, into `out`.
 * https://github.com/apache/parquet-format/blob/master/Encodings.md#run-length-encoding--bit-packing-hybrid-rle--3
 * @throws Fault `internal` where there are fewer than `count`
 */
export const readHybrid = (bytes: Uint8Array, start: number, width: number, count: number, out: Int32Array): void => {
  if (width > 24) throw damagedCopy('numbers of texts are too wide');
  const mask = (1 << width) - 1;
  let at = start;
  for (let done = 0; done < count;) {
    let [head, shift] = [0, 0];
    for (let next = 128; next >= 128; shift += 7) {
      next = bytes[at++] ?? 0;
      head |= (next & 127) << shift;
      if (at > bytes.length) throw damagedCopy('a page is cut off');
    }
    if ((head & 1) === 0) {
      let value = 0;
      for (let bits = 0; bits < width; bits += 8) value |= bytes[at++]! << bits;
      const end = Math.min(count, done + (head >>> 1));
      out.fill(value, done, end);
      done = end;
      continue;
    }
    const end = Math.min(count, done + (head >>> 1) * 8);
    const next = at + (head >>> 1) * width;
    let [held, bits] = [0, 0];
    for (; done < end; done += 1) {
      for (; bits < width; bits += 8) held |= bytes[at++]! << bits;
      out[done] = held & mask;
      held >>>= width;
      bits -= width;
    }
    at = next;
  }
  if (at > bytes.length) throw damagedCopy('a page is cut off');
};
