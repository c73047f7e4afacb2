import pl from 'nodejs-polars';
import { cell, scanCells } from '../ingest/working-copy';
import type { Proposal } from './proposal';
import type { TableView } from './table-view';

const [small, large] = ['(?:0?[1-9]|1[0-2])', '(?:1[3-9]|2[0-9]|3[01])'];
const sign = '[/.-]';
/** Dates that can only be read in one order: they speak against the other. */
const onlyIn = {
  dayFirst: `^\\s*${large}${sign}${small}${sign}\\d{4}`,
  monthFirst: `^\\s*${small}${sign}${large}${sign}\\d{4}`,
} as const;
const orders = { dmy: 'dayFirst', mdy: 'monthFirst' } as const;

/** The order of day and month in which a step reads dates; null where it reads none, or such as have no other. */
const orderOf = ({ step }: Proposal): keyof typeof onlyIn | null => {
  if (step.step === 'parseDates') return step.order === 'dayFirst' || step.order === 'monthFirst' ? step.order : null;
  if (step.step !== 'reformatCells') return null;
  const froms = step.programs.flatMap((program) => (program.kind === 'date' ? [program.from.order] : []));
  const [found] = froms.flatMap((order) => (order === 'dmy' || order === 'mdy' ? [orders[order]] : []));
  return found ?? null;
};

/**
 * How many cells of its columns speak against the order in which a step reads dates, in all rows of a table of which the suggestions have
 * seen a part: a file that was put together may have one order in some stretch that was not among them.
 * @param view the part
 * @param rows of the whole
 */
export const contradictedDates = (proposal: Proposal, view: TableView, workingCopyPath: string, rows: number): number => {
  const order = orderOf(proposal);
  const { columns } = proposal.step as { readonly columns?: unknown };
  if (order === null || view.rows >= rows || !Array.isArray(columns)) return 0;
  const positions = view.columns.filter(({ name }) => columns.includes(name)).map(({ position }) => position);
  const against = onlyIn[order === 'dayFirst' ? 'monthFirst' : 'dayFirst'];
  const [found = {}] = scanCells(workingCopyPath)
    .select(positions.map((position) => pl.col(cell(position)).str.contains(against).sum().cast(pl.Float64).alias(cell(position))))
    .collectSync({ engine: 'streaming' } as never)
    .toRecords() as Record<string, number | null>[];
  return Object.values(found).reduce<number>((sum, count) => sum + (count ?? 0), 0);
};
