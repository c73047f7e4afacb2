import { profileColumns } from '../relations/testing/profile-rows';
import { scoreQuality, type Check } from './score-quality';

const qualityOf = async (columns: Record<string, (string | null)[]>) => (await profileColumns(columns)).quality!;
const near = (value: number) => expect.closeTo(value, 10);

it('is the table of the documentation, worked out by hand', async () => {
  const found = await qualityOf({ id: ['1', '2', '2', '3'], amount: ['10', 'x', '20', '30'], city: ['Ulm', 'Ulm', null, 'Bonn'] });
  expect(found).toEqual({
    score: near((100 * 10) / 12),
    trustedCells: 10,
    cells: 12,
    dimensions: {
      completeness: { score: near((100 * 11) / 12), checked: 12, failed: 1 },
      validity: { score: 75, checked: 4, failed: 1 },
      uniqueness: { score: 100, checked: 4, failed: 0 },
      consistency: { score: null, checked: 0, failed: 0 },
      timeliness: { score: null, checked: 0, failed: 0 },
    },
  });
});

it('does not measure what was not checked, and never gives 100 for it', async () => {
  const { dimensions } = await qualityOf({ a: ['x', 'y', 'z'], b: ['1', '2', '3'] });
  expect([dimensions.validity.score, dimensions.consistency.score, dimensions.timeliness.score]).toEqual([null, null, null]);
});

it('gives nothing to a table whose every cell is absent', async () => {
  const { score, dimensions } = await qualityOf({ a: [null, 'N/A', null], b: [null, null, ''] });
  expect([score, dimensions.completeness.score, dimensions.uniqueness.score]).toEqual([0, 0, null]);
});

it('counts rows that repeat others', async () => {
  // Six cells are present and trusted; one of three rows repeats another.
  expect(await qualityOf({ a: ['1', '1', '2'], b: ['x', 'x', 'y'] })).toMatchObject({
    score: near(100 * (2 / 3)),
    dimensions: { uniqueness: { checked: 3, failed: 1 } },
  });
});

it('counts cells with white space at an end as inconsistent', async () => {
  const { score, dimensions } = await qualityOf({ a: [' x', 'y', 'z', 'v'], b: ['1', '2', '3', '4'] });
  expect(dimensions.consistency).toEqual({ score: 75, checked: 4, failed: 1 });
  expect(score).toBeCloseTo((100 * 7) / 8, 10);
});

it('does not reward emptiness: emptying a wrong cell gains nothing', async () => {
  const others = ['1', '2', '3', '4', '5'];
  const wrong = await qualityOf({ id: others, n: ['1', '2', '3', '4', 'x'] });
  const emptied = await qualityOf({ id: others, n: ['1', '2', '3', '4', null] });
  expect(emptied.score).toBeCloseTo(wrong.score!, 10);
  expect(emptied.dimensions.validity.score).toBeNull();
});

it('takes what rules have found', () => {
  const column = { name: 'a', evidence: { misfits: 0 }, semantic: [], metrics: { count: 10, nullCount: 0 } } as never;
  const rules: Check[] = [
    { dimension: 'validity', column: 'a', checked: 10, failed: 2 },
    { dimension: 'uniqueness', column: null, checked: 10, failed: 1 },
    { dimension: 'timeliness', column: null, checked: 1, failed: 0.5 },
  ];
  const found = scoreQuality({ rows: 10, duplicateRows: 0, columns: [column], findings: [], rules });
  expect(found.dimensions).toMatchObject({ validity: { score: 80 }, uniqueness: { score: 95 }, timeliness: { score: 50 } });
  expect(found.score).toBeCloseTo(100 * 0.8 * 0.95 * 0.5, 10);
});

it('has no score without cells', () => {
  expect(scoreQuality({ rows: 0, duplicateRows: 0, columns: [], findings: [], rules: [] })).toMatchObject({
    score: null,
    dimensions: { completeness: { score: null } },
  });
});
