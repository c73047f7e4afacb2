import type { TextChunk } from '../../libs/engine/src/columnar/text-chunk';

/** Cells as the reader of a working copy brings them. */
export const chunkOf = (cells: readonly (string | null)[]): TextChunk => {
  const texts = cells.map((cell) => new TextEncoder().encode(cell ?? ''));
  const places = new Int32Array(cells.length * 2);
  let at = 0;
  for (const [row, text] of texts.entries()) {
    places.set([cells[row] === null ? -1 : at, at + text.length], row * 2);
    at += text.length;
  }
  return { length: cells.length, places, data: Buffer.concat(texts), codes: null, dictionary: null };
};
