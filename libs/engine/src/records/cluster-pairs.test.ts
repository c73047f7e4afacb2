import { clusterPairs, type MatchedPair } from './cluster-pairs';

type Pair = [a: number, b: number, probability: number];
const pairsOf = (pairs: readonly Pair[]): MatchedPair[] => pairs.map(([a, b, probability]) => ({ a, b, probability }));
/** Whether two rows are among those that are different. */
const among =
  (apart: readonly [number, number][]) =>
  (a: number, b: number): boolean =>
    apart.some(([x, y]) => (x === a && y === b) || (x === b && y === a));

it.each<[string, { pairs: Pair[]; apart?: [number, number][]; known?: number[][]; clusters: number[][]; rivals?: Pair[] }]>([
  ['a chain where nothing is different', { pairs: [[0, 1, 0.99], [1, 2, 0.96], [3, 4, 0.97]], clusters: [[0, 1, 2], [3, 4]] }],
  ['a chain to what is different, by a pair that is far less likely', { pairs: [[0, 1, 0.9999], [1, 2, 0.96], [3, 4, 0.97]], apart: [[0, 2]], clusters: [[0, 1], [3, 4]] }],
  ['a row that is like each of two', { pairs: [[0, 1, 0.97], [0, 2, 0.97]], apart: [[1, 2]], clusters: [], rivals: [[0, 1, 0.4924], [0, 2, 0.4924]] }],
  ['a row that is a little likelier one than the other', { pairs: [[0, 1, 0.99], [0, 2, 0.96]], apart: [[1, 2]], clusters: [], rivals: [[0, 1, 0.7984], [0, 2, 0.1935]] }],
  ['two such rows that are the same: they are so still', { pairs: [[0, 1, 0.999], [0, 2, 0.97], [1, 2, 0.97], [0, 3, 0.97]], apart: [[2, 3]], clusters: [[0, 1]], rivals: [[0, 2, 0.4924], [0, 3, 0.4924], [1, 2, 0.4924]] }],
  ['rows that surely are the same as one of the two', { pairs: [[1, 3, 0.9999], [2, 4, 0.9999], [0, 1, 0.97], [0, 2, 0.97]], apart: [[1, 2]], clusters: [[1, 3], [2, 4]], rivals: [[0, 1, 0.4924], [0, 2, 0.4924]] }],
  ['all of them certain', { pairs: [[0, 1, 1], [0, 2, 1]], apart: [[1, 2]], clusters: [], rivals: [[0, 1, 0.5], [0, 2, 0.5]] }],
  ['what was decided, whatever else is likely', { pairs: [[0, 2, 0.99], [0, 3, 0.99]], apart: [[1, 2], [2, 3]], known: [[0, 1]], clusters: [[0, 1, 3]] }],
  ['like each of two of which nothing says that they are different', { pairs: [[0, 1, 0.97], [0, 2, 0.97]], clusters: [[0, 1, 2]] }],
])('groups: %s', (_, { pairs, apart = [], known, clusters, rivals = [] }) => {
  const found = clusterPairs(pairsOf(pairs), among(apart), 0.95, known);
  expect(found.clusters).toEqual(clusters);
  const told = Array.from(found.rivals, ([{ a, b }, chance]) => [a, b, Number(chance.toFixed(4))] as const);
  expect(told.toSorted((x, y) => x[0] - y[0] || x[1] - y[1])).toEqual(rivals);
}); // prettier-ignore

it('many pairs between two groups that are different are weighed once', () => {
  const size = 100;
  const side = (start: number) => Array.from({ length: size - 1 }, (_, at) => ({ a: start + at, b: start + at + 1, probability: 1 }));
  const across = Array.from({ length: size * size }, (_, at) => ({ a: at % size, b: size + Math.floor(at / size), probability: 0.96 }));
  let asked = 0;
  const isApart = (a: number, b: number) => {
    asked += 1;
    return Math.min(a, b) < size && Math.max(a, b) >= size && a + b === 2 * size + size - 2;
  };
  expect(clusterPairs([...side(0), ...side(size), ...across], isApart, 0.95).clusters).toHaveLength(2);
  expect(asked).toBeLessThan(3 * size * size);
});
