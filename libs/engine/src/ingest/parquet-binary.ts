import { Fault } from '@millrace/contracts';
import { parquetSchema, type FileMetaData } from 'hyparquet';
import pl, { type Expr } from 'nodejs-polars';

/** A column of a Parquet file, as deep as it is nested. */
export interface ParquetNode {
  readonly name: string;
  /** `plain` is all that prints as text, `bytes` what has no text, `utf8` what is bytes by its type and text by its meaning. */
  readonly kind: 'plain' | 'bytes' | 'maybeText' | 'utf8' | 'uuid' | 'interval' | 'list' | 'struct';
  /** The element of a list, the fields of a struct. */
  readonly children: readonly ParquetNode[];
}

type SchemaTree = ReturnType<typeof parquetSchema>;

const leafKind = ({ type, converted_type: converted, logical_type: logical }: SchemaTree['element']): ParquetNode['kind'] => {
  if (logical?.type === 'UUID') return 'uuid';
  if (converted === 'INTERVAL') return 'interval';
  if (type === 'BYTE_ARRAY') {
    if (converted === 'JSON' || logical?.type === 'JSON') return 'utf8';
    if (converted === 'BSON' || logical?.type === 'BSON') return 'bytes';
    return converted === undefined && logical === undefined ? 'maybeText' : 'plain';
  }
  return type === 'FIXED_LEN_BYTE_ARRAY' && converted === undefined && logical === undefined ? 'bytes' : 'plain';
};

const isListGroup = ({ element }: SchemaTree): boolean =>
  element.converted_type === 'LIST' || element.logical_type?.type === 'LIST' || isMapGroup({ element });
const isMapGroup = ({ element }: Pick<SchemaTree, 'element'>): boolean =>
  element.converted_type === 'MAP' || element.converted_type === 'MAP_KEY_VALUE' || element.logical_type?.type === 'MAP';

const nodeOf = (tree: SchemaTree, isElement = false): ParquetNode => {
  const { element, children } = tree;
  const { name } = element;
  if (element.repetition_type === 'REPEATED' && !isElement) return { name, kind: 'list', children: [nodeOf(tree, true)] };
  const [first] = children;
  if (!first) return { name, kind: leafKind(element), children: [] };
  if (!isListGroup(tree)) return { name, kind: 'struct', children: children.map((child) => nodeOf(child)) };
  // Three levels, but for old writers, whose repeated field is the element itself.
  const isElementItself =
    isMapGroup(tree) || first.children.length !== 1 || first.element.name === 'array' || first.element.name === `${name}_tuple`;
  return { name, kind: 'list', children: [isElementItself ? nodeOf(first, true) : nodeOf(first.children[0] ?? first)] };
};

/** The columns of a file by its footer, in their order. */
export const parquetColumns = (metadata: FileMetaData): ParquetNode[] => parquetSchema(metadata).children.map((child) => nodeOf(child));

/** Whether one of these kinds is in a column, at whatever depth. */
export const holds = ({ kind, children }: ParquetNode, ...kinds: readonly ParquetNode['kind'][]): boolean =>
  kinds.includes(kind) || children.some((child) => holds(child, ...kinds));

/** @throws Fault `unsupported-column-type` for what nothing here can read */
export const refuseUnreadable = (columns: readonly ParquetNode[]): void => {
  const found = columns.find((column) => holds(column, 'interval'));
  if (found) throw new Fault('unsupported-column-type', `Column "${found.name}" is of the type INTERVAL.`);
};

const octets = Array.from({ length: 256 }, (_, octet) => octet);
const digits = octets.map((octet) => octet.toString(16).padStart(2, '0'));

const hex = (bytes: Expr): Expr =>
  bytes.cast(pl.List(pl.UInt8)).list.eval(pl.element().cast(pl.Int64).replaceStrict(octets, digits)).list.join('');

/** Absent where `column` is. */
const wherePresent = (column: Expr, text: Expr): Expr => pl.when(column.isNull()).then(pl.lit(null)).otherwise(text);

/**
 * Bytes as text: a UUID in its canonical form, others as `\x` and hexadecimal digits. What encloses them stays a list or a struct.
 * @param isText whether bytes that have no type of their own are UTF-8 throughout the file
 */
export const withoutBytes = (column: Expr, { kind, children }: ParquetNode, isText: boolean): Expr => {
  const [element] = children;
  if (kind === 'list' && element) return column.list.eval(withoutBytes(pl.element(), element, isText));
  if (kind === 'struct') {
    const fields = children.map((child) => withoutBytes(column.struct.field(child.name), child, isText).alias(child.name));
    return wherePresent(column, pl.struct(fields));
  }
  if (kind === 'uuid') return hex(column).str.replace('^(.{8})(.{4})(.{4})(.{4})', '$1-$2-$3-$4-');
  if (kind === 'utf8' || (kind === 'maybeText' && isText)) return column.cast(pl.Utf8);
  return kind === 'bytes' || kind === 'maybeText' ? hex(column).str.replace('^', '\\x') : column;
};
