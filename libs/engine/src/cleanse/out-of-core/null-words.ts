import { columnsOfRule } from '@millrace/contracts';
import { encodeFrame } from '../../relations/encode-table';
import { isBrokenByAbsence } from '../../rules/keeps-rule';
import { isNullWord } from '../../rules/null-evidence';
import { columnsAfter } from '../layout';
import type { NamedStep } from '../step';
import type { Table } from '../table';

/** The columns in which what is absent breaks a rule of a step, and nobody has said what stands for that. */
const columnsAsked = (step: NamedStep, nullTokens: readonly string[] | undefined): string[] =>
  step.step === 'quarantineRows' && nullTokens === undefined ? (step.rules ?? []).filter(isBrokenByAbsence).flatMap(columnsOfRule) : [];

/** Whether a step may meet words for no value of which only a whole column tells what they say there. */
export const asksForNullWords = (step: NamedStep, nullTokens: readonly string[] | undefined): boolean =>
  columnsAsked(step, nullTokens).length > 0;

/** Whether a part of a table has such words. */
export const hasNullWords = ({ frame, columns, layout, nullTokens }: Table, step: NamedStep): boolean => {
  const names = columnsAsked(step, nullTokens);
  if (names.length === 0) return false;
  const positions = columnsAfter(columns, layout).flatMap(({ position, name }) => (names.includes(name) ? [position] : []));
  return encodeFrame(frame, positions).columns.some(({ values }) => values.some(isNullWord));
};
