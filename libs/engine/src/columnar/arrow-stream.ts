import type { TextChunk } from './text-chunk';

const continuation = 0xffffffff;
const recordBatch = 3;
const [bodySlot, headerTypeSlot, headerSlot] = [10, 6, 8] as const;
const [lengthSlot, nodesSlot, buffersSlot, compressionSlot] = [4, 6, 8, 10] as const;

/** The few things that a flatbuffer's reader must know: a table's fields by their slot in its vtable, and vectors. */
class Flat {
  private readonly view: DataView;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  root(): number {
    return this.view.getUint32(0, true);
  }

  /** Where a field lies, or 0 where it is left out. */
  field(table: number, slot: number): number {
    const vtable = table - this.view.getInt32(table, true);
    const offset = slot < this.view.getUint16(vtable, true) ? this.view.getUint16(vtable + slot, true) : 0;
    return offset === 0 ? 0 : table + offset;
  }

  byte(at: number): number {
    return this.bytes[at] ?? 0;
  }

  long(at: number): number {
    return at === 0 ? 0 : Number(this.view.getBigInt64(at, true));
  }

  follow(at: number): number {
    return at + this.view.getUint32(at, true);
  }

  vector(at: number): { readonly start: number; readonly length: number } {
    if (at === 0) return { start: 0, length: 0 };
    const start = this.follow(at);
    return { start: start + 4, length: this.view.getUint32(start, true) };
  }
}

interface Message {
  readonly body: Uint8Array;
  readonly flat: Flat;
  readonly header: number;
  readonly type: number;
}

function* messagesOf(stream: Uint8Array): Generator<Message> {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  for (let at = 0; at + 8 <= stream.byteLength;) {
    if (view.getUint32(at, true) !== continuation) throw new Error('not an Arrow stream');
    const size = view.getInt32(at + 4, true);
    if (size === 0) return;
    const flat = new Flat(stream.subarray(at + 8, at + 8 + size));
    const message = flat.root();
    const bodyLength = flat.long(flat.field(message, bodySlot));
    const start = at + 8 + size;
    yield {
      flat,
      type: flat.byte(flat.field(message, headerTypeSlot)),
      header: flat.follow(flat.field(message, headerSlot)),
      body: stream.subarray(start, start + bodyLength),
    };
    at = start + bodyLength;
  }
}

/** Typed arrays want their memory aligned; what a library hands over mostly is. */
const aligned = (bytes: Uint8Array): Uint8Array => (bytes.byteOffset % 4 === 0 ? bytes : bytes.slice());

/** From where each value begins, as 64-bit integers, to where each cell lies; in the same memory. */
const toPlaces = (offsets: Int32Array, length: number, validity: Uint8Array | null): Int32Array => {
  for (let at = 0; at < length; at += 1) {
    offsets[at * 2 + 1] = offsets[at * 2 + 2]!;
    if (validity !== null && (validity[at >> 3]! & (1 << (at & 7))) === 0) offsets[at * 2] = -1;
  }
  return offsets;
};

/**
 * The columns of each record batch of an uncompressed Arrow IPC stream whose columns are all `LargeUtf8`.
 * https://arrow.apache.org/docs/format/Columnar.html#variable-size-binary-layout
 * Nothing is copied: the chunks live in the stream's memory, which is written to.
 */
export function* readArrowStream(stream: Uint8Array): Generator<TextChunk[]> {
  for (const { flat, header, type, body } of messagesOf(stream)) {
    if (type !== recordBatch) continue;
    if (flat.field(header, compressionSlot) !== 0) throw new Error('the Arrow stream is compressed');
    const length = flat.long(flat.field(header, lengthSlot));
    const nodes = flat.vector(flat.field(header, nodesSlot));
    const buffers = flat.vector(flat.field(header, buffersSlot));
    const buffer = (at: number): Uint8Array => {
      const place = buffers.start + at * 16;
      const offset = flat.long(place);
      return body.subarray(offset, offset + flat.long(place + 8));
    };
    if (buffers.length !== nodes.length * 3) throw new Error('a column of the Arrow stream is no LargeUtf8');
    yield Array.from({ length: nodes.length }, (_, column): TextChunk => {
      const nulls = flat.long(nodes.start + column * 16 + 8);
      const offsets = aligned(buffer(column * 3 + 1));
      const words = new Int32Array(offsets.buffer, offsets.byteOffset, offsets.byteLength >> 2);
      const places = toPlaces(words, length, nulls > 0 ? buffer(column * 3) : null);
      return { length, places, data: buffer(column * 3 + 2), codes: null, dictionary: null };
    });
  }
}
