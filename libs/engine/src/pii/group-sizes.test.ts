import fc from 'fast-check';
import { groupSizes } from './group-sizes';

const wordsOf = (groups: readonly number[]) => Int32Array.from(groups.flatMap((group) => [group * 7919, group, ~group]));

it.each<[string, number[], { smallest: number; alone: number; belowFive: number }]>([
  ['no rows', [], { smallest: 0, alone: 0, belowFive: 0 }],
  ['one row', [1], { smallest: 1, alone: 1, belowFive: 1 }],
  ['all alike', [1, 1, 1, 1, 1, 1], { smallest: 6, alone: 0, belowFive: 0 }],
  ['groups of one, four and five', [1, 2, 2, 2, 2, 3, 3, 3, 3, 3], { smallest: 1, alone: 1, belowFive: 5 }],
])('counts %s', (_, groups, expected) => expect(groupSizes(wordsOf(groups))).toEqual(expected));

it('counts as a map does', () =>
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 3000 }), (groups) => {
      const counts = [...Map.groupBy(groups, (group) => group).values()].map(({ length }) => length);
      expect(groupSizes(wordsOf(groups))).toEqual({
        smallest: Math.min(...counts),
        alone: counts.filter((count) => count === 1).length,
        belowFive: counts.filter((count) => count < 5).reduce((sum, count) => sum + count, 0),
      });
    }),
  ));
