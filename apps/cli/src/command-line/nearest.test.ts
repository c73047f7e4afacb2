import { nearest } from './nearest';

const words = ['json', 'report', 'memory', 'threads'];

it.each([
  ['jsno', 'json'],
  ['repotr', 'report'],
  ['mem', 'memory'],
  ['thread', 'threads'],
  ['xjson', 'json'],
])('%s is probably %s', (word, meant) => expect(nearest(word, words)).toBe(meant));

it.each(['', 'zzz', 'of', 'a'.repeat(10_000)])('%j is like none', (word) => expect(nearest(word, words)).toBeNull());
