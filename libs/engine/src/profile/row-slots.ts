/**
 * Slots of a hash table of rows, empty: a power of two, at least one and a half for each row, less than three.
 * @param memory used for them where it is large enough; twelve bytes for each row always are, but for small tables
 */
export const rowSlots = (rows: number, memory?: ArrayBuffer): Uint32Array<ArrayBuffer> => {
  let size = 1024;
  while (size * 2 < rows * 3) size *= 2;
  return memory !== undefined && memory.byteLength >= size * 4 ? new Uint32Array(memory, 0, size).fill(0) : new Uint32Array(size);
};
