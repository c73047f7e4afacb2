import { columnsOfRule } from '@millrace/contracts';
import pl from 'nodejs-polars';
import { cell } from '../../ingest/working-copy';
import { encodeFrame } from '../../relations/encode-table';
import { isBrokenByAbsence } from '../../rules/keeps-rule';
import { isNullWord } from '../../rules/null-evidence';
import { isReadByColumn } from '../coarser';
import { contextOf } from '../column-context';
import { hasPointOrGroup, isDecimalComma } from '../decimal-commas';
import { columnsAfter } from '../layout';
import type { NamedStep } from '../step';
import type { Table } from '../table';

/** What of a table may have cells of which a step can tell only by their whole column what they say; null for a step that always can. */
interface Open {
  readonly columns: readonly string[] | undefined;
  readonly isIn: (table: Table, positions: readonly number[]) => boolean;
}

const hasNullWords: Open['isIn'] = ({ frame }, positions) =>
  encodeFrame(frame, positions).columns.some(({ values }) => values.some(isNullWord));

const hasDecimalCommas: Open['isIn'] = ({ frame }, positions) =>
  positions.some((position) => contextOf(frame).count(isDecimalComma(pl.col(cell(position)).str.replaceAll('^\\s+|\\s+$', ''))) > 0);

const openFor = (step: NamedStep, nullTokens: readonly string[] | undefined): Open | null => {
  if (step.step === 'castColumn')
    return step.to === 'integer' || step.to === 'decimal' ? { columns: step.columns, isIn: hasDecimalCommas } : null;
  if (step.step === 'parseNumbers' && step.decimal === ',')
    return {
      columns: step.columns,
      isIn: ({ frame }, positions) => encodeFrame(frame, positions).columns.some(({ values }) => hasPointOrGroup(values)),
    };
  if (step.step === 'generalise' && (step.to === 'range' || step.to === 'month'))
    return {
      columns: step.columns,
      isIn: ({ frame }, positions) =>
        encodeFrame(frame, positions).columns.some(({ values }) => values.some((text) => isReadByColumn(step, text))),
    };
  if (step.step !== 'quarantineRows' || nullTokens !== undefined) return null;
  const columns = (step.rules ?? []).filter(isBrokenByAbsence).flatMap(columnsOfRule);
  return columns.length === 0 ? null : { columns, isIn: hasNullWords };
};

/**
 * Whether a step that looks at single rows may meet cells of which only their whole column tells what they say: words that may stand for no
 * value, numbers whose comma stands before a fraction, dates in either order.
 */
export const mayMeetOpenCells = (step: NamedStep, nullTokens: readonly string[] | undefined): boolean => openFor(step, nullTokens) !== null;

/** Whether a part of a table has such cells. */
export const hasOpenCells = (table: Table, step: NamedStep): boolean => {
  const open = openFor(step, table.nullTokens);
  if (open === null || table.frame.height === 0) return false;
  const names = open.columns;
  const positions = columnsAfter(table.columns, table.layout).flatMap(({ position, name }) =>
    names === undefined || names.includes(name) ? [position] : [],
  );
  return open.isIn(table, positions);
};
