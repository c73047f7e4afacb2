import { namesOneOf } from '../../semantic/column-words';
import { textsOf, type CountedText } from '../column-texts';
import { fallsAnywhere, type Written } from '../falls-anywhere';
import { formatProposals, type FoundProgram } from '../format-proposals';
import { percent, type Suggester } from '../proposal';
import { asShares, cellsIn, cellsWithin, isSameScale, medianOf, type CountedNumber } from '../scale';

/** Part of a column's cells that must be plain numbers; percents among shares say what they are, and may be more. */
const leastPlain = 0.9;
const leastShares = 0.5;
const leastCells = 3;
/** Part of the plain numbers that must have a fraction before a comma is taken for one. */
const leastFractions = 0.9;

const kinds = {
  plain: /^[+-]?\d+(?:\.0*[1-9]\d*)?$/,
  zeros: /^[+-]?\d+\.0+$/,
  percents: /^[+-]?\d+(?:\.\d+)?\s*%$/,
  grouped: /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/,
  commas: /^[+-]?\d+,(?:\d{1,2}|\d{4,})$/,
  priced: /^[+-]?[$€£¥]\s*\d+(?:\.\d+)?$/,
} as const;
type Kind = keyof typeof kinds;

interface Read extends CountedText, CountedNumber {}

const read = (texts: readonly CountedText[], kind: Kind): Read[] =>
  texts
    .filter(({ text }) => kinds[kind].test(text))
    .map(({ text, cells }) => ({
      text,
      cells,
      value: Number((kind === 'commas' ? text.replace(',', '.') : text.replaceAll(',', '')).replace(/[%$€£¥\s]/g, '')),
    }));

const hasFraction = ({ text }: CountedText): boolean => text.includes('.');

/** Part of the fractions that have so many decimals, zeros at the end or not, before it is a way of writing. */
const leastAlike = 0.95;
/** How many decimals nearly all numbers of a column have; 0 where they have more or fewer. */
const decimalsOf = (plain: readonly Read[]): number => {
  const byLength = Map.groupBy(plain, ({ text }) => (text.split('.')[1] ?? '').length);
  const [length, most] = [...byLength].reduce<[number, readonly Read[]]>((best, one) => (cellsIn(one[1]) > cellsIn(best[1]) ? one : best), [0, []]); // prettier-ignore
  return cellsIn(most) >= cellsIn(plain) * leastAlike ? length : 0;
};

const percents = (strays: readonly Read[], plain: readonly Read[], present: number): FoundProgram[] => {
  const shares = asShares(strays);
  if (cellsIn(plain) < present * leastShares || !isSameScale(plain, shares)) return [];
  const decimals = decimalsOf(plain);
  return [
    {
      program: { kind: 'number', suffix: '%', decimal: '.', shift: -2, ...(decimals > 0 && { decimals }) },
      isSure: cellsIn(strays) >= leastCells && cellsWithin(strays, plain) === 0 && !isSameScale(plain, strays),
      evidence: `${cellsIn(strays)} cells end with "%"; as shares their median is ${medianOf(shares)}, that of the plain numbers ${medianOf(plain)}.`,
    },
  ];
};

/** Whether `1,234` can only be one thousand and so on: by its own signs, or since it is on the scale of numbers that have no fractions. */
const areThousands = (strays: readonly Read[], plain: readonly Read[]): boolean => {
  const open = strays.filter(({ text }) => !/,.*[,.]/.test(text));
  return open.length === 0 || (!plain.some(hasFraction) && cellsWithin(open, plain) === cellsIn(open));
};

const grouped = (strays: readonly Read[], plain: readonly Read[]): FoundProgram[] => {
  // Numbers below a thousand have no groups, whoever writes them.
  const large = plain.filter(({ value }) => Math.abs(value) >= 1000);
  if (cellsIn(large) < (cellsIn(large) + cellsIn(strays)) * leastPlain) return [];
  return [
    {
      program: { kind: 'number', decimal: '.', groups: ',' },
      isSure: areThousands(strays, large),
      evidence: `${cellsIn(strays)} numbers have "," between thousands, ${cellsIn(large)} of a thousand and more have none.`,
    },
  ];
};

const commas = (strays: readonly Read[], plain: readonly Read[]): FoundProgram[] => {
  const fractions = plain.filter(hasFraction);
  if (cellsIn(fractions) < cellsIn(plain) * leastFractions) return [];
  const lengths = new Set(fractions.map(({ text }) => text.split('.')[1]?.length));
  return [
    {
      program: { kind: 'number', decimal: '.', stray: ',' },
      isSure: strays.every(({ text }) => lengths.has(text.split(',')[1]?.length)) && cellsWithin(strays, fractions) === cellsIn(strays),
      evidence: `${cellsIn(strays)} numbers have "," before their fraction, ${cellsIn(fractions)} have ".".`,
    },
  ];
};

/** Words of a column's name of whose numbers 2 and 2.0 are two. */
const versionNames = ['version', 'versions', 'ver', 'schema', 'release', 'revision', 'rev', 'edition', 'build', 'firmware', 'protocol'];

/** How often each number is written without a fraction, and with one of zeros. */
const writtenWith = (strays: readonly Read[], plain: readonly Read[]): Written[] => {
  const found = new Map<number, Written>();
  const writtenOf = (value: number): Written => found.get(value) ?? { own: 0, other: 0 };
  for (const { value, cells } of plain) found.set(value, { ...writtenOf(value), own: writtenOf(value).own + cells });
  for (const { value, cells } of strays) found.set(value, { ...writtenOf(value), other: writtenOf(value).other + cells });
  return [...found.values()];
};

const zeros = (name: string, strays: readonly Read[], plain: readonly Read[], texts: readonly CountedText[]): FoundProgram[] => {
  if (plain.some(hasFraction)) return [];
  // The fraction tells things apart where they are versions, which nothing may say but that it belongs to some numbers and not to others.
  const areVersions = namesOneOf(name, versionNames) || texts.some(({ text }) => /\d\.\d+\.\d/.test(text));
  const isAnywhere = fallsAnywhere(writtenWith(strays, plain), 1 - leastPlain);
  return [
    {
      program: { kind: 'number', decimal: '.', dropZeros: true },
      isSure: !areVersions && isAnywhere && cellsWithin(strays, plain) === cellsIn(strays),
      evidence: `${cellsIn(strays)} numbers have a fraction of zeros, ${cellsIn(plain)} have none, and no number has another fraction.`,
    },
  ];
};

const priced = (strays: readonly Read[], plain: readonly Read[]): FoundProgram[] => {
  const [sign, ...others] = new Set(strays.map(({ text }) => /[$€£¥]/.exec(text)?.[0] ?? ''));
  if (sign === undefined || others.length > 0 || !isSameScale(plain, strays)) return [];
  return [
    {
      program: { kind: 'number', prefix: sign, decimal: '.' },
      // What currency the others are in is nowhere said.
      isSure: false,
      evidence: `${cellsIn(strays)} cells begin with "${sign}", ${cellsIn(plain)} are plain numbers.`,
    },
  ];
};

/** Numbers that are written otherwise than nearly all of their column. */
export const strayNumbers: Suggester = (view) =>
  view.columns.flatMap(({ position, name }) => {
    const texts = textsOf(view.column(position));
    const present = cellsIn(texts);
    // Zeros before a number make it a code.
    if (present === 0 || texts.some(({ text }) => /^[+-]?0\d/.test(text))) return [];
    const plain = read(texts, 'plain');
    if (cellsIn(plain) < present * leastShares) return [];
    const of = (kind: Kind, find: (strays: readonly Read[]) => FoundProgram[]): FoundProgram[] => {
      const strays = read(texts, kind);
      return strays.length === 0 ? [] : find(strays);
    };
    const found = [
      ...of('percents', (strays) => percents(strays, plain, present)),
      ...(cellsIn(plain) < present * leastPlain
        ? []
        : [
            ...of('grouped', (strays) => grouped(strays, plain)),
            ...of('commas', (strays) => commas(strays, plain)),
            ...of('zeros', (strays) => zeros(name, strays, plain, texts)),
            ...of('priced', (strays) => priced(strays, plain)),
          ]),
    ];
    const because = `${percent(cellsIn(plain), present)} of "${name}" are plain numbers.`;
    return formatProposals(name, found).map((one) => ({ ...one, evidence: [because, ...one.evidence] }));
  });
