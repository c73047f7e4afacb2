import type { TextChunk } from './text-chunk';

const concat = (parts: readonly Int32Array[]): Int32Array => {
  const whole = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

/** Makes the places of all chunks places in one stretch of memory. */
const moveTogether = (chunks: readonly TextChunk[]): Uint8Array => {
  const starts = new Map<Uint8Array, number>();
  let bytes = 0;
  for (const { data, places } of chunks) {
    const shift = starts.get(data) ?? bytes;
    if (shift === bytes) bytes += data.length;
    starts.set(data, shift);
    for (let at = 0; at < places.length; at += 2) {
      if (places[at]! < 0) continue;
      places[at] = places[at]! + shift;
      places[at + 1] = places[at + 1]! + shift;
    }
  }
  return Buffer.concat([...starts.keys()]);
};

/** Chunks that follow one another as one, which is good for as long as it is held. */
export const joinChunks = (chunks: Iterable<TextChunk>): TextChunk => {
  const held = Array.from(chunks, ({ length, places, codes, ...rest }) => ({
    length,
    places: places.slice(0, length * 2),
    codes: codes?.slice(0, length) ?? null,
    ...rest,
  }));
  const [first] = held;
  if (first === undefined) return { length: 0, places: new Int32Array(0), data: new Uint8Array(0), codes: null, dictionary: null };
  if (held.length === 1) return first;
  const length = held.reduce((sum, chunk) => sum + chunk.length, 0);
  const isNumbered = first.dictionary !== null && held.every(({ dictionary }) => dictionary === first.dictionary);
  const data = isNumbered ? first.data : moveTogether(held);
  const places = concat(held.map((chunk) => chunk.places));
  const codes = isNumbered ? concat(held.flatMap((chunk) => (chunk.codes === null ? [] : [chunk.codes]))) : null;
  return { length, places, data, codes, dictionary: isNumbered ? first.dictionary : null };
};
