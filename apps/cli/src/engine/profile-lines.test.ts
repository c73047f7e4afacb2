import type { ColumnProfile, Profile } from '@millrace/contracts';
import { profileLines } from './profile-lines';

const column = (name: string) => ({ name, kind: 'text', metrics: { nullShare: 0.125, distinctCount: 1234 } }) as unknown as ColumnProfile;
const profileOf = (columns: ColumnProfile[], findings: Partial<Profile['findings'][number]>[] = []) =>
  ({ ingest: { rows: 5000, format: 'csv', raggedRows: 2 }, columns, metrics: {}, findings }) as unknown as Profile;

it('lines its columns up', () => {
  expect(profileLines(profileOf([column('a'), column('long name')]), 'f.csv')).toEqual([
    'f.csv: 5,000 rows × 2 columns (csv), 2 rows kept aside',
    '',
    '  a          text  12.5 % absent  1,234 distinct',
    '  long name  text  12.5 % absent  1,234 distinct',
    '',
    '  nothing to find fault with',
  ]);
});

it('tells the worst first', () => {
  const findings = (['info', 'warning', 'error'] as const).map((severity) => ({ severity, column: 'a', message: severity }));
  expect(profileLines(profileOf([column('a')], findings), 'f').slice(-3)).toEqual(['  ✗ a: error', '  ! a: warning', '  · a: info']);
});

it('lets no name move the cursor, turn the line, or fill it', () => {
  const [, , odd, long] = profileLines(profileOf([column('\u001b[2J\r\u202eevil'), column('x'.repeat(500))]), 'f');
  expect(odd).not.toMatch(/[\u001b\r\u202e]/);
  expect(long!.length).toBeLessThan(100);
});
