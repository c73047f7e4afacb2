import type { TextChunk } from '../../libs/engine/src/columnar/arrow-stream';

/** Cells as the reader of a working copy brings them. */
export const chunkOf = (cells: readonly (string | null)[]): TextChunk => {
  const texts = cells.map((cell) => new TextEncoder().encode(cell ?? ''));
  const offsets = new Int32Array((cells.length + 1) * 2);
  texts.forEach((text, at) => (offsets[at * 2 + 2] = offsets[at * 2]! + text.length));
  const validity = new Uint8Array(Math.ceil(cells.length / 8));
  cells.forEach((cell, at) => {
    if (cell !== null) validity[at >> 3]! |= 1 << (at & 7);
  });
  return { length: cells.length, validity, offsets, data: Buffer.concat(texts) };
};
