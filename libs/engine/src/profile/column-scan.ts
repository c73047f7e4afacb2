import type { Ingest } from '@millrace/contracts';
import pl, { type Expr } from 'nodejs-polars';
import { cell } from '../ingest/working-copy';
import { grammarKinds, grammars, isNullToken, present, trimmed } from './grammar';

type NumberRow = Readonly<Record<string, unknown>>;

const count = (expression: Expr): Expr => expression.sum().cast(pl.Float64);

/** The light part: what streams, of one column. Names carry the position, so that all columns are one plan over one scan. */
const lightOf = (position: number): Expr[] => {
  const column = pl.col(cell(position));
  const cells = present(column);
  const lengths = cells.str.extract('(?s)^(.*)$', 1).str.lengths().cast(pl.Float64);
  return [
    count(column.isNull()).alias(`${position}:absent`),
    count(isNullToken(column)).alias(`${position}:tokens`),
    count(column.str.contains('^\\s|\\s$')).alias(`${position}:padded`),
    lengths.min().alias(`${position}:minLength`),
    lengths.max().alias(`${position}:maxLength`),
    lengths.mean().alias(`${position}:meanLength`),
    ...grammarKinds.map((kind) => count(trimmed(cells).str.contains(grammars[kind])).alias(`${position}:${kind}`)),
  ];
};

export type LightCounts = Readonly<Record<string, number | null>>;

const columnsAtOnce = 64;

/** Runs the light part of all columns; wide tables in blocks, since a plan's cost grows with its width. */
export const scanLight = (workingCopyPath: string, { columns }: Ingest): LightCounts[] => {
  const found: LightCounts[] = [];
  for (let from = 0; from < columns.length; from += columnsAtOnce) {
    const block = columns.slice(from, from + columnsAtOnce);
    const plan = pl.scanParquet(workingCopyPath).select(...block.flatMap(({ position }) => lightOf(position)));
    const [row = {}] = plan.collectSync({ engine: 'streaming' } as never).toRecords() as NumberRow[];
    for (const { position } of block) {
      const prefix = `${position}:`;
      const own = Object.entries(row).filter(([name]) => name.startsWith(prefix));
      found.push(Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length), value == null ? null : Number(value)])));
    }
  }
  return found;
};
