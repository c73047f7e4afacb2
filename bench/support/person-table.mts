import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { seeded } from './seeded.mts';

const syllables =
  'ba be bo da de do fa fe ga ge ha he ja jo ka ke la le lo ma me mi na ne no pa pe ra re ro sa se si ta te to va ve wa we ya zo'.split(
    ' ',
  );
const kinds = ['street', 'road', 'avenue', 'close', 'place', 'court'];

/** Persons, some of them told of twice with slips, one CSV. Row `k` is the person `id` k; `id` is for judging alone. */
export const writePersonTable = async (path: string, rows: number, duplicateShare: number, seed: number): Promise<void> => {
  const random = seeded(seed);
  const below = (count: number): number => Math.floor(random() * count);
  const pick = <T,>(list: readonly T[]): T => list[below(list.length)] as T;
  /** Frequent first, as names are. */
  const skewed = <T,>(list: readonly T[]): T => list[Math.floor(list.length * random() ** 2.5)] as T;
  const words = (count: number, length: number) =>
    Array.from({ length: count }, () => Array.from({ length: length + below(2) }, () => pick(syllables)).join(''));
  const [given, family, streets, towns] = [words(600, 2), words(6000, 3), words(3000, 3), words(800, 3)];
  const digits = (count: number) => Array.from({ length: count }, () => below(10)).join('');
  const person = (): string[] => {
    const town = below(towns.length);
    const date = `${1920 + below(85)}-${String(1 + below(12)).padStart(2, '0')}-${String(1 + below(28)).padStart(2, '0')}`;
    const house = `${1 + below(200)} ${skewed(streets)} ${pick(kinds)}`;
    return [skewed(given), skewed(family), house, towns[town] ?? '', `${1000 + town * 7}`, date, `0${digits(9)}`];
  };
  const slip = (text: string): string => {
    const at = below(Math.max(1, text.length));
    const kind = below(4);
    if (kind === 0) return text.slice(0, at) + text.slice(at + 1);
    if (kind === 1) return text.slice(0, at) + (/\d/.test(text) ? digits(1) : pick(syllables).slice(0, 1)) + text.slice(at + 1);
    return kind === 2 ? text.slice(0, at) + text.slice(at + 1, at + 2) + text.slice(at, at + 1) + text.slice(at + 2) : '';
  };
  const out = createWriteStream(path);
  out.write('id,given,family,address,town,postcode,born,phone\n');
  let before: string[] = [];
  for (let row = 0, id = 0; row < rows; row += 1) {
    const isAgain = row > 0 && random() < duplicateShare;
    if (!isAgain) id += 1;
    const cells = isAgain ? before.map((cell) => (random() < 0.25 ? slip(cell) : cell)) : person();
    before = isAgain ? before : cells;
    if (!out.write(`${id}-${row},${cells.join(',')}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
};
