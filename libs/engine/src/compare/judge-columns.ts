import type { ColumnComparison, DriftThresholds } from '@millrace/contracts';
import type { RawComparison } from './compare-column';
import { benjaminiHochberg } from './statistics/benjamini-hochberg';

/** Adjusts the tests of all columns together and says which alarm: those significant whose effect reaches its threshold. */
export const judgeColumns = (raw: readonly RawComparison[], { alpha }: DriftThresholds): ColumnComparison[] => {
  const adjusted = benjaminiHochberg(raw.flatMap(({ rawTests }) => rawTests.map(({ probability }) => probability)));
  let next = 0;
  return raw.map(({ rawTests, hasAdvanced, ...column }) => {
    const tests = rawTests.map((test) => {
      const own = adjusted[next++] ?? 1;
      const isExpected = hasAdvanced && test.of === 'distribution';
      return { ...test, adjusted: own, isAlarm: own <= alpha && test.effect >= test.threshold && !isExpected };
    });
    const verdict = tests.some(({ isAlarm }) => isAlarm)
      ? 'drift'
      : column.basis === 'none'
        ? 'notCompared'
        : hasAdvanced
          ? 'advanced'
          : 'stable';
    return { ...column, tests, verdict };
  });
};
