import { timeGaps } from '../profile/time-series/time-series-findings';
import { findingRules } from '@millrace/contracts';
import { columnRules } from '../profile/findings';
import { relationRules } from './relation-findings';
import { profileColumns } from './testing/profile-rows';

it('has one rule for each name whose threshold a run may set', () => {
  expect([...columnRules, ...relationRules, timeGaps].map(({ rule }) => rule).toSorted()).toEqual([...findingRules].toSorted());
});

it('takes the thresholds of the run', async () => {
  const cells = Array.from({ length: 100 }, (_, at) => (at < 10 ? null : `${at}`));
  const rulesOf = async (thresholds: Record<string, number>) =>
    (await profileColumns({ a: cells, b: cells.toReversed() }, { thresholds })).findings.map(
      ({ rule, threshold }) => `${rule} ${threshold}`,
    );
  expect(await rulesOf({})).not.toContain('highNullShare 0.05');
  expect(await rulesOf({ highNullShare: 0.05 })).toContain('highNullShare 0.05');
  expect(await rulesOf({ strongCorrelation: 1.1 })).toEqual([]);
});
