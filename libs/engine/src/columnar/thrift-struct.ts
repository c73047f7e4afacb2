import { damagedCopy } from './damaged-copy';

/** Fields by their number: integers and structs; of other types only the place is read. */
export type ThriftStruct = ReadonlyMap<number, number | ThriftStruct>;

const stop = 0;
const [isTrue, isFalse, byte, i16, i32, i64, double, binary, list, struct] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12] as const;

/** Reads Thrift's compact protocol, https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md */
export class ThriftReader {
  constructor(
    private readonly bytes: Uint8Array,
    public at = 0,
  ) {}

  struct(): ThriftStruct {
    const fields = new Map<number, number | ThriftStruct>();
    for (let id = 0; ;) {
      const head = this.byte();
      const type = head & 15;
      if (type === stop) return fields;
      id = head >> 4 === 0 ? this.zigZag() : id + (head >> 4);
      const value = this.value(type);
      if (value !== undefined) fields.set(id, value);
    }
  }

  private value(type: number): number | ThriftStruct | undefined {
    if (type === isTrue || type === isFalse) return type === isTrue ? 1 : 0;
    if (type === byte) return this.byte();
    if (type === i16 || type === i32 || type === i64) return this.zigZag();
    if (type === struct) return this.struct();
    if (type === double) this.skip(8);
    else if (type === binary) this.skip(this.varint());
    else if (type === list) this.skipList();
    else throw damagedCopy('a header has a field of an unknown type');
    return undefined;
  }

  private skipList(): void {
    const head = this.byte();
    const type = head & 15;
    const size = head >> 4 === 15 ? this.varint() : head >> 4;
    for (let at = 0; at < size; at += 1)
      if (type === isTrue || type === isFalse) this.byte();
      else this.value(type);
  }

  private skip(bytes: number): void {
    this.at += bytes;
  }

  private byte(): number {
    const value = this.bytes[this.at];
    if (value === undefined) throw damagedCopy('a header is cut off');
    this.at += 1;
    return value;
  }

  /** Beyond 2⁵³ inexact, which no length or count is. */
  private varint(): number {
    let [value, scale] = [0, 1];
    for (;;) {
      const next = this.byte();
      value += (next & 127) * scale;
      if (next < 128) return value;
      scale *= 128;
    }
  }

  private zigZag(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}
