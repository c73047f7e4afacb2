type Cells = readonly (string | null)[];
export type Table = Readonly<Record<string, Cells>>;

/** mulberry32 */
const randomOf = (seed: number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

const rows = 5_000;
const cells = (seed: number, make: (random: () => number, row: number) => string | null, length = rows): Cells => {
  const random = randomOf(seed);
  return Array.from({ length }, (_, row) => make(random, row));
};
const pick = <T>(list: readonly T[], random: () => number): T => list[Math.floor(random() * list.length)]!;
const pad = (value: number, width = 2): string => String(Math.floor(value)).padStart(width, '0');
const normal = (random: () => number) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const words = 'order shipping delayed refund quality customer service product thanks please issue quick broken late box colour'.split(' ');
const sentence = (random: () => number, least: number, spread: number) =>
  Array.from({ length: least + Math.floor(random() * spread) }, () => pick(words, random)).join(' ');
const day = (random: () => number) => `${1950 + Math.floor(random() * 60)}-${pad(1 + random() * 12)}-${pad(1 + random() * 28)}`;
const stamp = (random: () => number) => `${day(random)} ${pad(random() * 24)}:${pad(random() * 60)}:${pad(random() * 60)}`;
const hex = (random: () => number, length: number) => Array.from({ length }, () => '0123456789abcdef'[Math.floor(random() * 16)]).join('');

/** Tables whose columns have more distinct values than a small table of values has room for, and some that have few. */
export const parityTables: Readonly<Record<string, Table>> = {
  'mixed events': {
    id: cells(1, (_, row) => String(row)),
    amount: cells(2, (random) => Math.exp(3 + normal(random)).toFixed(2)),
    score: cells(3, (random) => random().toFixed(12)),
    email: cells(4, (random) => (random() < 0.03 ? null : `user${Math.floor(random() * 1e8)}@mail.example`)),
    comment: cells(5, (random) => (random() < 0.12 ? null : sentence(random, 3, 8))),
    created: cells(6, stamp),
    country: cells(7, (random) => `country_${Math.floor(random() * 50)}`),
    discount: cells(8, (random) => (random() < 0.8 ? null : random().toFixed(2))),
  },
  'rising, falling and repeating numbers': {
    rising: cells(1, (_, row) => String(row * 3)),
    falling: cells(1, (_, row) => String(1e6 - row)),
    steps: cells(1, (_, row) => String(Math.floor(row / 2))),
    broken: cells(1, (_, row) => String(row === 4_000 ? 0 : row)),
    holes: cells(1, (_, row) => (row % 7 === 0 ? null : (row / 4).toFixed(2))),
  },
  'written dates of two orders': {
    mostly: cells(1, (random, row) => `${pad(1 + random() * 31)}/${pad(1 + random() * 12)}/${1900 + (row % 120)}`),
    us: cells(2, (random, row) => `${pad(1 + random() * 12)}/${pad(1 + random() * 28)}/${1900 + (row % 120)}`),
    ambiguous: cells(3, (random, row) => `${pad(1 + random() * 12)}.${pad(1 + random() * 12)}.${1000 + (row % 900)}`),
    future: cells(4, (random) => `${2020 + Math.floor(random() * 40)}-${pad(1 + random() * 12)}-${pad(1 + random() * 31)}`),
  },
  'kinds that do not hold to the end': {
    codes: cells(1, (_, row) => (row < 4_000 ? String(row) : `A${row}`)),
    units: cells(2, (random) => `${(random() * 1000).toFixed(3)}${random() < 0.2 ? ' kg' : ''}`),
    zip: cells(3, (random) => pad(random() * 99_999, 5)),
    half: cells(4, (random, row) => (row % 2 === 0 ? String(random()) : `${sentence(random, 2, 4)}${row}`)),
  },
  'absent in many ways': {
    tokens: cells(1, (random, row) => (random() < 0.1 ? pick(['N/A', ' null ', '-', '', '   ', 'NaN'], random) : `v${row}`)),
    padded: cells(2, (random, row) => (random() < 0.3 ? `  ${row} ` : String(row))),
    mostly: cells(3, (random, row) => (random() < 0.9 ? null : `x${row}`)),
    'all but': cells(4, (random) => (random() < 0.6 ? pick(['?', 'none'], random) : random().toFixed(6))),
  },
  'numbers at the edges': {
    long: cells(1, (random) => String(BigInt(Math.floor(random() * 2 ** 52)) * 4096n + 7n)),
    infinite: cells(2, (random) => (random() < 0.01 ? pick(['inf', '-inf'], random) : (normal(random) * 1e6).toString())),
    exponents: cells(3, (random) => `${(random() * 9 + 1).toFixed(5)}e${Math.floor(random() * 200 - 100)}`),
    negative: cells(4, (random) => `-${Math.exp(random() * 12).toFixed(4)}`),
    small: cells(5, (random) => (random() / 1e6).toFixed(14)),
  },
  'repeated rows': (() => {
    const [a, b] = [cells(1, (random) => hex(random, 20), 2_500), cells(2, (random) => random().toFixed(9), 2_500)];
    return { a: [...a, ...a.slice(0, 500), ...a.slice(0, 2000)], b: [...b, ...b.slice(0, 500), ...b.slice(0, 2000)] };
  })(),
  'texts of many scripts and forms': {
    scripts: cells(1, (random, row) => `${pick(['größe', 'данные', '日本語', 'مرحبا', 'plain'], random)} ${row}`),
    forms: cells(
      2,
      (random) => `${pick(['AB', 'cd', 'X-', '#'], random)}${hex(random, 3 + Math.floor(random() * 6))}-${Math.floor(random() * 1000)}`,
    ),
    case: cells(3, (random, row) => `${pick(['UPPER', 'lower', 'Mixed'], random)}${row}`),
    long: cells(4, (random, row) => (row === 17 ? 'z'.repeat(200_000) : sentence(random, 10, 20))),
  },
  'nothing much': {
    constant: cells(1, () => 'same'),
    empty: cells(2, () => null),
    flag: cells(3, (random) => (random() < 0.5 ? 'true' : 'false')),
  },
  'far outliers and heavy values': {
    zipf: cells(1, (random) => String(Math.floor(1 / (random() + 1e-5)))),
    spikes: cells(2, (random) => (random() < 0.001 ? String(1e9 + random()) : normal(random).toFixed(7))),
    heavy: cells(3, (random, row) => (random() < 0.7 ? 'usual' : `rare ${row}`)),
    twice: cells(4, (_, row) => `value ${Math.floor(row / 2)}`),
  },
  'a small table': { a: cells(1, (_, row) => String(row), 50), b: cells(2, (random) => random().toFixed(3), 50), c: cells(3, stamp, 50) },
  'wide and sparse': Object.fromEntries(
    Array.from({ length: 40 }, (_, at) => [`s${at}`, cells(at, (random, row) => (random() < 0.9 ? null : `${row % (at + 50)}`), 2 * rows)]),
  ),
  persons: {
    name: cells(1, (random) => `${pick(['Anna', 'Peter', 'Maria', 'John'], random)} ${pick(['Meier', 'Smith', 'Novak', 'Rossi'], random)}`),
    email: cells(2, (random) => `user${Math.floor(random() * 1e7)}@corp.example`),
    'date of birth': cells(3, day),
    city: cells(4, (random) => pick(['Wien', 'Graz', 'Linz', 'Bregenz'], random)),
    gender: cells(5, (random) => pick(['f', 'm', 'x'], random)),
  },
  'two columns that are a key together': {
    left: cells(1, (_, row) => `left ${Math.floor(row / 2)}`),
    right: cells(2, (_, row) => `right ${(row * 7919) % 2_500}`),
    value: cells(3, (random) => random().toFixed(10)),
  },
};
