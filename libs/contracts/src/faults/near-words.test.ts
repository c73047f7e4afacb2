import { nearWords } from './near-words';

const words = ['json', 'report', 'memory', 'threads'];

it.each([
  ['jsno', 'json'],
  ['repotr', 'report'],
  ['mem', 'memory'],
  ['thread', 'threads'],
  ['xjson', 'json'],
])('%s is probably %s', (word, meant) => expect(nearWords(word, words)[0]).toBe(meant));

it.each(['', 'zzz', 'of', 'a'.repeat(10_000)])('%j is like none', (word) => expect(nearWords(word, words)).toEqual([]));

it('names several, the likeliest first, whatever their case', () => {
  expect(nearWords('EMIAL', ['id', 'Mail', 'email', 'Emails'])).toEqual(['email', 'Emails']);
});
