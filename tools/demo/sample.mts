// A messy table of our own, the same bytes every time: every kind of fault that the platform mends.
const words = ['amber', 'birch', 'cobalt', 'drift', 'ember', 'fjord', 'grove', 'harbour'];
const cities = ['Utrecht', 'Graz', 'Porto', 'Aarhus', 'Ghent'];

/** A seeded generator (mulberry32): the sample must not change between runs. */
const generator = (seed: number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
};

/** CSV of about `rows` orders: padded cells, null tokens, thousands separators, late text, repeated and ragged rows, one date order written two ways. */
export const messySample = (rows = 5000): string => {
  const random = generator(7);
  const below = (n: number) => Math.floor(random() * n);
  const pick = (list: readonly string[]) => list[below(list.length)] ?? '';
  const two = (n: number) => String(n).padStart(2, '0');
  const lines = ['order_id,customer,city,amount,quantity,ordered_on,postcode,express,note'];
  for (let row = 1; row <= rows; row += 1) {
    const [day, month, year] = [1 + below(28), 1 + below(12), 2022 + below(3)];
    const amount = Math.exp(3 + random() * 5).toFixed(2);
    const cells = [
      `${100_000 + row}`,
      random() < 0.06 ? `  ${pick(words)} ${pick(words)} ` : `${pick(words)} ${pick(words)}`,
      random() < 0.03 ? pick(['N/A', '-', 'null']) : pick(cities),
      Number(amount) > 1000
        ? `"${Number(amount).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}"`
        : amount,
      random() < 0.002 ? 'a dozen' : random() < 0.04 ? '' : String(1 + below(40)),
      random() < 0.5 ? `${year}-${two(month)}-${two(day)}` : `${two(day)}/${two(month)}/${year}`,
      two(below(100)) + String(below(1000)).padStart(3, '0'),
      pick(['yes', 'no', 'Yes', 'no']),
      random() < 0.7 ? '' : `"${pick(words)}, ""${pick(words)}"" please"`,
    ];
    lines.push(cells.join(','));
    if (random() < 0.01) lines.push(cells.join(','));
    if (random() < 0.002) lines.push(cells.slice(0, 5).join(','));
  }
  return `${lines.join('\n')}\n`;
};

/** What the demo does to the sample: each step only where it is wanted. */
export const sampleRecipe = {
  name: 'sample',
  steps: [
    { step: 'trimWhitespace' },
    { step: 'normaliseNulls' },
    { step: 'castColumn', columns: ['amount'], to: 'decimal' },
    { step: 'castColumn', columns: ['quantity'], to: 'integer', onMisfit: 'quarantine' },
    { step: 'castColumn', columns: ['ordered_on'], to: 'date', dateOrder: 'dayFirst' },
    { step: 'castColumn', columns: ['express'], to: 'boolean' },
    { step: 'imputeNulls', columns: ['quantity'], method: 'median' },
    { step: 'dropDuplicates' },
  ],
};
