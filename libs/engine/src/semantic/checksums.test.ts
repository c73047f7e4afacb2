import fc from 'fast-check';
import { mod97, passesGs1, passesIsbn10, passesLuhn, passesMod11With10, weightedSum } from './checksums';

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));

it('follows the published examples', () => {
  expect(passesLuhn('79927398713')).toBe(true);
  expect(passesLuhn('79927398710')).toBe(false);
  expect(mod97('3214282912345698765432161182')).toBe(1);
  expect(mod97('WEST12345698765432GB82')).toBe(1);
  expect(passesGs1('4006381333931')).toBe(true);
  expect(passesIsbn10('0306406152')).toBe(true);
  expect(passesIsbn10('080442957X')).toBe(true);
  expect(passesMod11With10('136695976')).toBe(true);
  expect(weightedSum('123', [3, 2, 1])).toBe(10);
});

it('agrees with big integers modulo 97', () => {
  fc.assert(fc.property(fc.stringMatching(/^[0-9]{1,60}$/), (text) => mod97(text) === Number(BigInt(text) % 97n)));
});

it.each([
  ['Luhn', passesLuhn],
  ['GS1', passesGs1],
] as const)('%s: exactly one check digit completes a number, and any other single digit breaks it', (_, passes) => {
  fc.assert(
    fc.property(digits(12), fc.nat(11), fc.integer({ min: 1, max: 9 }), (body, at, shift) => {
      const complete = Array.from({ length: 10 }, (_unused, check) => `${body}${check}`).filter(passes);
      expect(complete).toHaveLength(1);
      const [whole = ''] = complete;
      const changed = `${whole.slice(0, at)}${(Number(whole[at]) + shift) % 10}${whole.slice(at + 1)}`;
      expect(passes(changed)).toBe(false);
    }),
  );
});
