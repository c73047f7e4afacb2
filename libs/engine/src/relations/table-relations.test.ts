import { profileColumns } from './testing/profile-rows';

const range = (length: number, of: (at: number) => string | null) => Array.from({ length }, (_, at) => of(at));
/** Numbers that look random and are the same each time. */
const noise = (seed: number) => (at: number) => ((Math.imul(at + seed * 7919, 0x9e3779b1) ^ Math.imul(at, 0x85ebca6b)) >>> 8) / 2 ** 24;

it('correlates what columns are, and says what goes together', async () => {
  const random = noise(1);
  const { relations, findings } = await profileColumns({
    celsius: range(500, (at) => (random(at) * 40).toFixed(4)),
    fahrenheit: range(500, (at) => (Number((random(at) * 40).toFixed(4)) * 1.8 + 32).toFixed(4)),
    season: range(500, (at) => (random(at) > 0.5 ? 'summer' : 'winter')),
    word: range(500, (at) => `text ${at}`),
    day: range(500, (at) => new Date(Date.UTC(2024, 0, 1) + at * 86_400_000).toISOString().slice(0, 10)),
  });
  const { columns, mixed, isSampled, rows } = relations!.correlations;
  expect(columns).toEqual([
    { position: 0, role: 'number' },
    { position: 1, role: 'number' },
    { position: 2, role: 'category' },
    { position: 4, role: 'number' },
  ]);
  expect([rows, isSampled]).toEqual([500, false]);
  expect(mixed[0]![1]).toBe(1);
  expect(mixed[0]![2]).toBeGreaterThan(0.8);
  expect(Math.abs(mixed[0]![3]!)).toBeLessThan(0.15);
  expect(findings.find(({ rule }) => rule === 'strongCorrelation')).toMatchObject({
    column: 'celsius',
    message: 'It goes with "fahrenheit": Pearson 1.000 over 500 rows.',
  });
});

it('comes near the whole with a sample, within a few standard errors', async () => {
  const rows = 120_000;
  const [x, e] = [noise(1), noise(2)];
  const columns = { x: range(rows, (at) => x(at).toFixed(6)), y: range(rows, (at) => (x(at) + e(at)).toFixed(6)) };
  const [sampled, whole] = [await profileColumns(columns), await profileColumns(columns, { relations: 'exact' })];
  const [a, b] = [sampled.relations!.correlations, whole.relations!.correlations];
  expect([a.rows < rows, a.isSampled, b.rows, b.isSampled]).toEqual([true, true, rows, false]);
  const found = a.strongest.find(({ measure }) => measure === 'pearson')!;
  expect(Math.abs(found.value - b.mixed[0]![1]!)).toBeLessThan(4 * found.standardError!);
  expect(found.standardError!).toBeGreaterThan(0);
});

it('keeps sixty columns of a wide table, those that tell the most', async () => {
  const columns = Object.fromEntries(range(70, (at) => `k${at}`).map((name, at) => [name!, range(200, (row) => `${row % (at + 2)}`)]));
  const { correlations } = (await profileColumns(columns)).relations!;
  expect([correlations.columns.length, correlations.leftOut]).toEqual([60, 10]);
  expect(correlations.columns.map(({ position }) => position)).toEqual(Array.from({ length: 60 }, (_, at) => at + 10));
});

describe('dependencies', () => {
  const city = (at: number) => ['Bonn', 'Köln', 'Ulm', 'Kiel'][at % 4]!;
  const zip = (at: number) => ['53111', '50667', '89073', '24103'][at % 4]!;

  it('are found with their support, and the rows that break them', async () => {
    const cities = range(400, city);
    cities[17] = 'Bon';
    const { relations, findings } = await profileColumns({ zip: range(400, zip), city: cities, note: range(400, (at) => `n${at % 97}`) });
    expect(relations!.dependencies).toMatchObject({ rows: 400, isSampled: false });
    expect(relations!.dependencies.found).toContainEqual({
      determinants: [0],
      dependent: 1,
      support: 400,
      violations: 1,
      strength: expect.any(Number),
      exampleRows: [17],
    });
    expect(findings.find(({ rule }) => rule === 'brokenDependency')).toMatchObject({
      column: 'city',
      exampleRows: [17],
      message: '"zip" decide it in 399 rows, and not in 1.',
    });
  });

  it('are not seen where there are none', async () => {
    const [a, b] = [noise(3), noise(4)];
    const columns = { a: range(1000, (at) => `a${Math.floor(a(at) * 9)}`), b: range(1000, (at) => `b${Math.floor(b(at) * 9)}`) };
    expect((await profileColumns(columns)).relations!.dependencies.found).toEqual([]);
  });
});
