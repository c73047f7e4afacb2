import type { Chance } from './random.mts';

const hostile = [
  '"',
  '""',
  '"\n"',
  '\0',
  '\r',
  '\r\n\r\n',
  '\uFEFF',
  ',,,,,,,,,,,,,,,,',
  "'",
  '\\',
  '{',
  '[[[[[[[[',
  '}]',
  'null',
  '9'.repeat(400),
  '-1e999',
  'NaN',
  '__proto__',
  '\u001f\u001e',
  'sep=;\n',
  '<!DOCTYPE x [<!ENTITY a "a">]>&a;',
  'PAR1',
  'PK\u0003\u0004',
  '😀'.repeat(50),
  '\ud800',
  '=cmd()',
  'x'.repeat(70_000),
  '\n'.repeat(5000),
].map((text) => Buffer.from(text));

type Mutation = (bytes: Buffer, chance: Chance) => Buffer;

const insert = (bytes: Buffer, at: number, what: Buffer): Buffer => Buffer.concat([bytes.subarray(0, at), what, bytes.subarray(at)]);

const mutations: readonly Mutation[] = [
  (bytes, chance) => bytes.subarray(0, chance.below(bytes.length + 1)),
  (bytes, chance) => bytes.subarray(chance.below(Math.min(64, bytes.length + 1))),
  (bytes, chance) => {
    const changed = Buffer.from(bytes);
    for (let times = 1 + chance.below(12); times > 0 && changed.length > 0; times -= 1)
      changed[chance.below(changed.length)] = chance.below(256);
    return changed;
  },
  (bytes, chance) => {
    const changed = Buffer.from(bytes);
    if (changed.length > 0) changed[chance.below(changed.length)]! ^= 1 << chance.below(8);
    return changed;
  },
  (bytes, chance) => insert(bytes, chance.below(bytes.length + 1), chance.pick(hostile)),
  (bytes, chance) => insert(bytes, chance.below(bytes.length + 1), chance.bytes(1 + chance.below(64))),
  (bytes, chance) => {
    const from = chance.below(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(Math.min(bytes.length, from + chance.below(40)))]);
  },
  (bytes, chance) => {
    const from = chance.below(bytes.length + 1);
    const slice = bytes.subarray(from, from + chance.below(200));
    return insert(bytes, from, Buffer.concat(Array.from({ length: 1 + chance.below(50) }, () => slice)));
  },
  // The end of a file says where everything is in formats that are read from there.
  (bytes, chance) => {
    const changed = Buffer.from(bytes);
    for (let times = 1 + chance.below(6); times > 0 && changed.length > 0; times -= 1)
      changed[Math.max(0, changed.length - 1 - chance.below(120))] = chance.pick([0, 1, 127, 128, 255, chance.below(256)]);
    return changed;
  },
];

/** A file with one to four things wrong with it. */
export const mutate = (bytes: Buffer, chance: Chance): Buffer => {
  let changed = bytes;
  for (let times = 1 + chance.below(4); times > 0; times -= 1) changed = chance.pick(mutations)(changed, chance);
  return changed;
};
