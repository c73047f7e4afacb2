import fc from 'fast-check';
import { editDistance, editsBetween } from './edits';

/** Optimal string alignment distance by its definition, without bounds. */
const slowly = (a: string, b: string): number => {
  const table = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (__, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  for (let i = 1; i <= a.length; i += 1)
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      table[i]![j] = Math.min(table[i - 1]![j]! + 1, table[i]![j - 1]! + 1, table[i - 1]![j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        table[i]![j] = Math.min(table[i]![j]!, table[i - 2]![j - 2]! + 1);
    }
  return table[a.length]![b.length]!;
};

it('counts edits as their definition does, up to the bound', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'b', 'c'),
    maxLength: 9,
  });
  fc.assert(
    fc.property(text, text, fc.integer({ min: 1, max: 4 }), (a, b, most) => {
      expect(editDistance([...a], [...b], most)).toBe(Math.min(most + 1, slowly(a, b)));
    }),
    { numRuns: 500 },
  );
});

it.each([
  [
    'birminghxm',
    'birmingham',
    {
      count: 1,
      mark: 'x',
      isStyle: false,
      isEnding: false,
      change: 'a→x',
      isStray: false,
    },
  ],
  [
    'jxffxrson',
    'jefferson',
    {
      count: 2,
      mark: 'x',
      isStyle: false,
      isEnding: false,
      change: 'effe→xffx',
      isStray: false,
    },
  ],
  [
    'Zurich',
    'Zürich',
    {
      count: 1,
      mark: 'u',
      isStyle: true,
      isEnding: false,
      change: 'ü→u',
      isStray: false,
    },
  ],
  [
    'st louis',
    'st. louis',
    {
      count: 1,
      mark: null,
      isStyle: true,
      isEnding: false,
      change: '.→',
      isStray: false,
    },
  ],
  [
    'ABILENE-*',
    'ABILENE',
    {
      count: 2,
      mark: null,
      isStyle: true,
      isEnding: true,
      change: '→-*',
      isStray: true,
    },
  ],
  [
    'Int J Card',
    'Int. J. Card.',
    {
      count: 3,
      mark: null,
      isStyle: true,
      isEnding: false,
      change: '. J. Car→ J Card',
      isStray: false,
    },
  ],
  [
    'patient',
    'patients',
    {
      count: 1,
      mark: null,
      isStyle: false,
      isEnding: true,
      change: 's→',
      isStray: false,
    },
  ],
  [
    'hte end',
    'the end',
    {
      count: 2,
      mark: null,
      isStyle: false,
      isEnding: false,
      change: 'th→ht',
      isStray: false,
    },
  ],
])('tells how %s became of %s', (wrong, right, edits) => {
  expect(editsBetween(wrong, right, 3, 4)).toEqual(edits);
});

it('gives up where too much differs', () => {
  expect(editsBetween('london', 'paris', 2, 4)).toBeNull();
});
