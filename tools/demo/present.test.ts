import { present, type Shown } from './present.mjs';

const shown = (change: Partial<Shown> = {}): Shown =>
  ({
    fileName: 'orders.csv',
    bytes: 1234567,
    run: {
      summary: { rows: 1, columns: 2, findings: 0, changes: 1, quarantined: 2, rowsOut: 1000 },
      jobs: [{ kind: 'dataset.profile', state: 'completed', needBytes: 268435456, peakBytes: null }],
    },
    explanation: { headline: 'All is well.', points: [] },
    changes: [],
    files: { report: '/r.html' },
    seconds: 1.26,
    ...change,
  }) as unknown as Shown;

test('numbers are written for people', () => {
  const text = present(shown());
  for (const part of [
    '1,234,567 bytes',
    '1 row × 2 columns, 0 findings',
    '1 cell changed, 2 rows set aside, 1,000 rows out',
    'used –',
    '1.3 s',
  ])
    expect(text).toContain(part);
});

test('cells are shown as they are, short and harmless', () => {
  const change = { row: 3, column: 'a\u001b[2J', before: `\u202e\u001b]0;x\u0007${'y'.repeat(100)}`, after: null, reason: 'a reason' };
  const text = present(shown({ changes: [change] }));
  expect(text).not.toMatch(/[\u001b\u0007\u202e]/);
  expect(text).toContain('→ nothing   (a reason)');
  expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThan(120);
});

test('of many points the first are shown, and the rest is counted', () => {
  const points = Array.from({ length: 9 }, (_, at) => ({ severity: 'warning', text: `point ${at}`, advice: 'mend it' }));
  const text = present(shown({ explanation: { headline: 'h', points } as unknown as Shown['explanation'] }));
  expect(text).toContain('! point 5');
  expect(text).not.toContain('point 6');
  expect(text).toContain('… and 3 more in the report');
});
