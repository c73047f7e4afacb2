import fc from 'fast-check';
import { HashCounts } from './hash-counts';

test('counts what a map counts, and grows beyond what was expected', () => {
  const word = fc.integer({ min: -3, max: 3 });
  fc.assert(
    fc.property(fc.array(fc.tuple(word, word, word), { maxLength: 300 }), fc.integer({ min: 1, max: 20 }), (hashes, expected) => {
      const counts = new HashCounts(expected);
      for (let turn = 0; turn < 2; turn += 1) {
        counts.reset();
        const known = new Map<string, number>();
        for (const hash of hashes) {
          const before = known.get(String(hash)) ?? 0;
          expect(counts.add(...hash)).toBe(before > 0);
          known.set(String(hash), before + 1);
        }
        expect([...counts.counts]).toEqual([...known.values()]);
      }
    }),
  );
});
