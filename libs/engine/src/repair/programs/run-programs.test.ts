import { formatProgramSchema } from '@millrace/contracts';
import fc from 'fast-check';
import { runPrograms } from './run-programs';

const become = (program: object) => {
  const run = runPrograms([formatProgramSchema.parse(program)]);
  return (text: string) => run(text)?.after ?? text;
};

it.each<[object, readonly (readonly [string, string])[]]>([
  [{ kind: 'number', suffix: '%', shift: -2 }, [['5%', '0.05'], ['12.50 %', '0.125'], ['-100%', '-1'], ['0.05', '0.05'], ['5% off', '5% off'], ['1,5%', '1,5%']]],
  [{ kind: 'number', groups: ',' }, [['1,234', '1234'], ['-1,234,567.80', '-1234567.80'], ['1,23', '1,23'], ['12,34,567', '12,34,567'], ['1234', '1234']]],
  [{ kind: 'number', groups: '.', decimal: ',' }, [['1.234,5', '1234,5'], ['1.2', '1.2'], ['12.345', '12345']]],
  [{ kind: 'number', stray: ',' }, [['12,5', '12.5'], ['12.5', '12.5'], ['1,2,3', '1,2,3']]],
  [{ kind: 'number', dropZeros: true }, [['12.00', '12'], ['12.5', '12.5'], ['12.', '12.']]],
  [{ kind: 'number', prefix: '$' }, [['$12.50', '12.50'], ['-$ 3', '-3'], ['12', '12'], ['€5', '€5'], ['-$-3', '-$-3']]],
  [{ kind: 'number', suffix: '%', shift: -2, decimals: 3 }, [['78.0%', '0.780'], ['3%', '0.030'], ['12.345%', '0.12345'], ['0.78', '0.78']]],
  [{ kind: 'number', suffix: ' k', shift: 3 }, [['1.5 k', '1500'], ['12 k', '12000'], ['0.0005 k', '0.5']]],
  [{ kind: 'code', mask: '(999) 999-9999' }, [['5551234567', '(555) 123-4567'], ['555.123.4567', '(555) 123-4567'], ['55-51234567', '55-51234567'], ['555123456', '555123456'], ['555-CALL-NOW', '555-CALL-NOW']]],
  [{ kind: 'code', mask: '999-999-9999' }, [['(555) 123-4567', '555-123-4567'], ['+5551234567', '+5551234567']]],
  [{ kind: 'code', mask: '9999-999X' }, [['1234567X', '1234-567X'], ['1234-5678', '1234-5678']]],
  [{ kind: 'code', mask: '99999', pad: true }, [['2138', '02138'], ['02138', '02138'], ['21-38', '21-38'], ['', ''], ['213a', '213a']]],
  [{ kind: 'code', mask: '99999999', prefix: '#' }, [['#12345678', '12345678'], ['#1234', '#1234']]],
  [{ kind: 'date', from: { order: 'ymd', sign: '-' }, to: { order: 'mdy', sign: '/' } }, [['2024-02-13', '02/13/2024'], ['2024-02-30', '2024-02-30'], ['2024-2-3 10:00', '02/03/2024 10:00'], ['1900-02-29', '1900-02-29'], ['2000-02-29', '02/29/2000']]],
  [{ kind: 'date', from: { order: 'ymd', sign: '' }, to: { order: 'ymd', sign: '-' } }, [['20240213', '2024-02-13'], ['20241313', '20241313']]],
  [{ kind: 'date', from: { order: 'dmy', sign: '/' }, to: { order: 'dmy', sign: '/', padded: false } }, [['03/04/2024', '3/4/2024'], ['13/12/2024', '13/12/2024']]],
])('%j', (program, cells) => {
  const run = become(program);
  expect(cells.map(([cell]) => run(cell))).toEqual(cells.map(([, after]) => after));
}); // prettier-ignore

it('moves a point exactly, whatever the digits', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.integer({ min: 1, max: 9 }), (digits, places) => {
      const down = become({ kind: 'number', suffix: '%', shift: -places })(`${digits}%`);
      const up = become({ kind: 'number', suffix: '%', shift: places })(`${down}%`);
      expect(up).toBe(`${digits}`);
    }),
  );
});

it('the first program that changes a cell does, and says so', () => {
  const programs = [
    { kind: 'number', suffix: 'kg' },
    { kind: 'code', mask: '999', pad: true, confidence: 0.8 },
  ].map((one) => formatProgramSchema.parse(one));
  const run = runPrograms(programs);
  expect([run('12 kg'), run('12')]).toEqual([
    { after: '12', program: programs[0] },
    { after: '012', program: programs[1] },
  ]);
  expect(run('x')).toBeNull();
});

it.each<[string, object]>([
  ['a point that would move for ever', { kind: 'number', shift: -2 }],
  ['one sign for groups and fractions', { kind: 'number', groups: '.' }],
  ['a stray sign beside groups', { kind: 'number', stray: ',', groups: "'" }],
  ['a mask without a place', { kind: 'code', mask: '--' }],
  ['a mask with letters of its own', { kind: 'code', mask: 'ID-9999' }],
  ['fields of any length with no sign between them', { kind: 'date', from: { order: 'ymd', sign: '', padded: false }, to: { order: 'ymd', sign: '-' } }],
])('refuses %s', (_, program) => {
  expect(formatProgramSchema.safeParse(program).success).toBe(false);
}); // prettier-ignore
