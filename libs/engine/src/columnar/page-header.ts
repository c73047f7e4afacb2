import { damagedCopy } from './damaged-copy';
import { ThriftReader, type ThriftStruct } from './thrift-struct';

/** A page of a column chunk: https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift */
export interface PageHeader {
  readonly kind: 'data' | 'dictionary';
  /** Bytes of the header itself, of what follows it, and of that once it is decompressed. */
  readonly headerBytes: number;
  readonly storedBytes: number;
  readonly bytes: number;
  /** Cells of a data page, absent ones too; texts of a dictionary. */
  readonly values: number;
  readonly encoding: 'plain' | 'dictionary';
  /** Of a page of the second version: bytes of definition levels that lie before the rest, uncompressed. Null for the first version. */
  readonly levelBytes: number | null;
  readonly isCompressed: boolean;
}

const pageTypes = { data: 0, dictionary: 2, dataV2: 3 } as const;
const encodings = new Map<number, PageHeader['encoding']>([
  [0, 'plain'],
  [2, 'dictionary'],
  [8, 'dictionary'],
]);

const structOf = (fields: ThriftStruct, id: number): ThriftStruct => {
  const found = fields.get(id);
  if (typeof found !== 'object') throw damagedCopy('a page has no header of its type');
  return found;
};

const numberOf = (fields: ThriftStruct, id: number, otherwise?: number): number => {
  const found = fields.get(id) ?? otherwise;
  if (typeof found !== 'number') throw damagedCopy('the header of a page lacks a field');
  return found;
};

const encodingOf = (fields: ThriftStruct, id: number): PageHeader['encoding'] => {
  const encoding = encodings.get(numberOf(fields, id));
  if (encoding === undefined) throw damagedCopy('a page has an unknown encoding');
  return encoding;
};

/** The header at the start of some bytes. @throws Fault `internal` */
export const readPageHeader = (bytes: Uint8Array): PageHeader => {
  const reader = new ThriftReader(bytes);
  const fields = reader.struct();
  const sizes = { headerBytes: reader.at, bytes: numberOf(fields, 2), storedBytes: numberOf(fields, 3) };
  const type = numberOf(fields, 1);
  if (type === pageTypes.dictionary) {
    const own = structOf(fields, 7);
    const values = numberOf(own, 1);
    return { kind: 'dictionary', ...sizes, values, encoding: 'plain', levelBytes: null, isCompressed: true };
  }
  if (type === pageTypes.data) {
    const own = structOf(fields, 5);
    const [values, encoding] = [numberOf(own, 1), encodingOf(own, 2)];
    return { kind: 'data', ...sizes, values, encoding, levelBytes: null, isCompressed: true };
  }
  if (type !== pageTypes.dataV2) throw damagedCopy('a page is of an unknown type');
  const own = structOf(fields, 8);
  if (numberOf(own, 6) !== 0) throw damagedCopy('a column is nested');
  const [values, encoding] = [numberOf(own, 1), encodingOf(own, 4)];
  return { kind: 'data', ...sizes, values, encoding, levelBytes: numberOf(own, 5), isCompressed: numberOf(own, 7, 1) === 1 };
};
