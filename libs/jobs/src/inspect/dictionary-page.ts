/** Bytes that a header of a dictionary page needs at most: five varints and their tags. */
export const dictionaryHeaderBytes = 64;
const [i32, struct] = [5, 12] as const;
/** https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift: PageHeader and DictionaryPageHeader. */
const [uncompressedSize, dictionaryHeader, valueCount] = [2, 7, 1] as const;
/** Before each text of a dictionary stands its length. */
const lengthBytes = 4;

/**
 * Mean bytes of the texts in a dictionary, from the header of its page (Thrift's compact protocol); null where that says something else.
 * What a column takes as text is hidden by its dictionary: each text is stored once, however often it stands in the table.
 */
export const meanDictionaryText = (header: Uint8Array): number | null => {
  let at = 0;
  const varint = (): number => {
    let [value, scale] = [0, 1];
    for (; at < header.length; scale *= 128) {
      const next = header[at++] ?? 0;
      value += (next & 127) * scale;
      if (next < 128) break;
    }
    return value;
  };
  const fields = new Map<number, number>();
  for (let id = 0; at < header.length;) {
    const head = header[at++] ?? 0;
    const type = head & 15;
    id += head >> 4;
    if (type === struct && id === dictionaryHeader) {
      const isCount = header[at++] === ((valueCount << 4) | i32);
      const [bytes, values] = [fields.get(uncompressedSize) ?? 0, isCount ? varint() / 2 : 0];
      return values > 0 && bytes > 0 ? Math.max(0, bytes / values - lengthBytes) : null;
    }
    if (type !== i32) return null;
    // Sizes are written zigzag: of what is not negative, its double.
    fields.set(id, varint() / 2);
  }
  return null;
};
