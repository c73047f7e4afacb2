import { foreignContentOf } from './foreign-content';

const bytes = (text: string) => new TextEncoder().encode(text);
/** The same bytes at each run, and no sign of an order among them. */
const noise = (length: number, seed: number) => {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
};

it.each<[string, Uint8Array, string]>([
  ['a PDF', bytes('%PDF-1.7\n'), 'a PDF'],
  ['an HTML page', bytes('<!DOCTYPE html>\n<html lang="en"><head>'), 'an HTML page'],
  ['an HTML page after a mark and a comment', bytes('\uFEFF\n<!-- saved -->\n<HTML>\n'), 'an HTML page'],
  ['XML', bytes('<?xml version="1.0"?>\n<rows/>'), 'an XML document'],
  ['rich text', bytes('{\\rtf1\\ansi a,b}'), 'a rich text document'],
])('tells %s', (_, head, expected) => {
  expect(foreignContentOf(head, true)).toBe(expected);
});

it('tells noise of any length from some hundred bytes on', () => {
  for (let seed = 1; seed <= 200; seed += 1)
    for (const length of [256, 1024, 65_536])
      expect([seed, length, foreignContentOf(noise(length, seed), true)]).toEqual([seed, length, 'binary, and of no format that we know']);
});

it.each<[string, Uint8Array]>([
  ['a CSV', bytes('a,b\n1,2\n')],
  ['a CSV with tags in it', bytes('html,b\n<b>1</b>,<html>\n')],
  ['a CSV that begins with a tag of its own', bytes('<id>,<name>\n1,2\n')],
  ['a CSV with a NUL', bytes('a,b\n1,\0\n2,y\n')],
  ['cells that are delimited by control characters', bytes('a\x01b\x1e1\x012\x1e'.repeat(50))],
  ['Windows-1252', Uint8Array.from(Buffer.from('Straße,Größe\nÄ,Ö\n'.repeat(20), 'latin1'))],
  ['JSON lines', bytes('{"a":1}\n')],
  ['UTF-8 that the end cuts', bytes('é'.repeat(600)).subarray(0, 1023)],
])('takes %s for a table', (_, head) => {
  expect(foreignContentOf(head, true)).toBeNull();
});
