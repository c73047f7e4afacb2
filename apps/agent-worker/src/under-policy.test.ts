import type { DatasetSubject } from '@millrace/ai';
import type { ColumnPolicy, PolicyAction } from '@millrace/contracts';
import { underPolicy } from './under-policy';

const column = (name: string) => ({ name, kind: 'date', metrics: { min: 1, max: 9, median: 5, nullCount: 0 }, masks: ['9999-99-99'] });
const finding = (about: string | null) => ({
  rule: 'outliers',
  severity: 'info' as const,
  column: about,
  message: 'm',
  measured: 1,
  threshold: 1,
  count: 1,
  exampleRows: [],
  advice: 'a',
});
const subject: DatasetSubject = {
  name: 'd',
  rows: 9,
  columns: [column('born'), column('sold')],
  findings: [finding('born'), finding(null)],
};
const policy = (action: PolicyAction): ColumnPolicy[] => [
  { column: 'born', type: 'date-of-birth', suggested: action, decided: null, action, changedAt: '2024-01-01T00:00:00.000Z' },
];

it('tells everything of columns that are allowed', () => {
  expect(underPolicy(subject, policy('allow'))).toEqual(subject);
  expect(underPolicy(subject, [])).toEqual(subject);
});

it.each(['mask', 'hash'] as const)('tells no formats and no values of a column to %s', (action) => {
  const { columns, findings } = underPolicy(subject, policy(action));
  expect(columns).toEqual([{ ...column('born'), metrics: { nullCount: 0 }, masks: [] }, column('sold')]);
  expect(findings).toEqual(subject.findings);
});

it('does not name a column to drop, nor what was found in it', () => {
  const seen = underPolicy(subject, policy('drop'));
  expect(seen.columns).toEqual([column('sold')]);
  expect(seen.findings).toEqual([finding(null)]);
  expect(JSON.stringify(seen)).not.toContain('born');
});

it('leaves out a finding of another column that names a dropped one, and no finding that only sounds like it', () => {
  const about = (message: string) => ({ ...finding('sold'), message });
  const findings = [about('It goes with "born": 1.'), about('By born, zip alone.'), about('Stubborn rows.')];
  expect(underPolicy({ ...subject, findings }, policy('drop')).findings).toEqual([about('Stubborn rows.')]);
});

it('takes a column by its name as it stands', () => {
  const odd = { ...subject, columns: [column('a.b (c)')], findings: [{ ...finding(null), message: 'By axb (c) and more.' }] };
  const [first] = policy('drop');
  expect(underPolicy(odd, [{ ...first!, column: 'a.b (c)' }])).toMatchObject({ columns: [], findings: [{ column: null }] });
});
