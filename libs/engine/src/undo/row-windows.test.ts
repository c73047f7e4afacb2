import fc from 'fast-check';
import { rowWindows } from './row-windows';

test('windows have every row once, and say which the output has and where', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 50 }), (isKept, most) => {
      const kept = isKept.flatMap((is, row) => (is ? [row] : []));
      const removed = Uint32Array.from(isKept.flatMap((is, row) => (is ? [] : [row])));
      const windows = [...rowWindows(isKept.length, removed, most)];
      expect(windows.flatMap((window) => [...window.kept])).toEqual(kept);
      let [row, before] = [0, 0];
      for (const { from, to, kept: own, keptFrom } of windows) {
        expect([from, keptFrom]).toEqual([row, before]);
        expect(to - from).toBeLessThanOrEqual(most);
        for (const one of own) expect(one >= from && one < to).toBe(true);
        [row, before] = [to, before + own.length];
      }
      expect(row).toBe(isKept.length);
    }),
  );
});
