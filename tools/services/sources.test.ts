import { cannotBring, parseOnly, sourcesOf, type Offer, type Source } from './sources.mjs';

const offer = (...open: (keyof Offer)[]): Offer => ({
  named: open.includes('named'),
  installed: open.includes('installed'),
  apt: open.includes('apt'),
  docker: open.includes('docker'),
});

test.each<[(keyof Offer)[], Source[]]>([
  [['named', 'installed', 'apt', 'docker'], ['running']],
  [['installed', 'apt', 'docker'], ['installed']],
  [
    ['apt', 'docker'],
    ['apt', 'docker'],
  ],
  [['apt'], ['apt']],
  [['docker'], ['docker']],
  [[], []],
])('a machine that offers %j gives %j', (open, expected) => {
  expect(sourcesOf(offer(...open))).toEqual(expected);
});

test.each<[Source, (keyof Offer)[], Source[]]>([
  ['docker', ['installed', 'apt', 'docker'], ['docker']],
  ['docker', ['installed', 'apt'], []],
  ['installed', ['apt', 'docker'], []],
  ['apt', ['apt', 'docker'], ['apt']],
  ['apt', ['installed', 'docker'], ['installed']],
  ['docker', ['named', 'docker'], ['running']],
])('told to use %s only, a machine that offers %j gives %j', (only, open, expected) => {
  expect(sourcesOf(offer(...open), only)).toEqual(expected);
});

test('MILLRACE_SERVICES is a way, nothing, or refused', () => {
  expect([undefined, '', 'apt', 'docker', 'installed', 'running', 'podman'].map(parseOnly)).toEqual([
    undefined,
    undefined,
    'apt',
    'docker',
    'installed',
    null,
    null,
  ]);
});

test('where there is no way, the message names each that was looked at and what to do', () => {
  const message = cannotBring('Redis', ['redis-tools'], 'REDIS_URL');
  for (const word of ['PATH', 'apt-get', 'sudo', 'Docker', 'redis-tools', 'REDIS_URL']) expect(message).toContain(word);
  expect(cannotBring('Redis', ['redis-tools'], 'REDIS_URL', 'docker')).toContain('MILLRACE_SERVICES=docker');
});
