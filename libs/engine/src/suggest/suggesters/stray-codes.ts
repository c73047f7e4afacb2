import { isCutLike, partsOf, type Parts } from '../../repair/programs/code-program';
import { dateReader } from '../../repair/programs/date-program';
import { compileProgram } from '../../repair/programs/run-programs';
import { commonest, textsOf, type CountedText } from '../column-texts';
import { formatProposals, type FoundProgram } from '../format-proposals';
import { percent, type Suggester } from '../proposal';
import { cellsIn } from '../scale';

/** Part of a column's cells that must have the one form. Lost zeros are lost in as many cells as begin with one. */
const leastShare = 0.9;
const leastPadded = 0.7;
/** A code of fewer letters and digits may be a score, a size or a time. */
const leastLength = 7;
const leastPadLength = 4;
const leastCells = 3;
/** Part of the codes with a zero put before them that must stand in the column as they are, where such codes are rare. */
const leastKnown = 0.9;
const mostDense = 0.1;

type Code = CountedText & { readonly parts: Parts };
const skeletonOf = (text: string): string => text.replace(/[A-Za-z0-9]/g, 'X');
const classOf = (character: string): string => (/\d/.test(character) ? '9' : /[a-z]/.test(character) ? 'a' : 'A');

/** What stands at each place of some codes of one length. */
const classesOf = (codes: readonly Code[]): Set<string>[] => {
  const classes: Set<string>[] = [];
  for (const { parts } of codes)
    for (const [at, character] of Array.from(parts.characters).entries()) (classes[at] ??= new Set()).add(classOf(character));
  return classes;
};
const fits = ({ parts }: Code, classes: readonly ReadonlySet<string>[]): boolean =>
  Array.from(parts.characters).every((character, at) => classes[at]?.has(classOf(character)) === true);

/** The codes of a column that nearly all of it looks like. */
interface Common {
  readonly codes: readonly Code[];
  readonly skeleton: string;
  readonly cuts: readonly number[];
  readonly classes: readonly ReadonlySet<string>[];
  /** The skeleton with digits where there are only digits. */
  readonly mask: string;
}

const commonOf = (skeleton: string, codes: readonly Code[]): Common => {
  const classes = classesOf(codes);
  let at = 0;
  const mask = skeleton.replace(/X/g, () => ([...(classes[at++] ?? [])].join('') === '9' ? '9' : 'X'));
  return { codes, skeleton, cuts: codes[0]?.parts.cuts ?? [], classes, mask };
};

const dateForms = (['ymd', 'dmy', 'mdy'] as const).flatMap((order) =>
  (['/', '.', '-', ''] as const).map((sign) => dateReader({ order, sign, padded: true })),
);
const isDate = (text: string): boolean => dateForms.some((read) => read(text) !== null);
/** Dates and numbers are no codes: their signs mean something. */
const isOther = ({ codes }: Common): boolean =>
  dateForms.some((read) => cellsIn(codes.filter(({ text }) => read(text) !== null)) >= cellsIn(codes) * leastShare) ||
  codes.every(({ text }) => /^\d+\.\d+$/.test(text)) ||
  codes.some(({ parts }) => !/\d/.test(parts.characters));

/** Of the cells of a group that says few things, such as a country, so many must share each. */
const leastPerGroup = 20;
/** Part of the codes without signs that may have another value in such a group. */
const mostOtherGroups = 0.1;

const groupsOf = (characters: string, cuts: readonly number[]): string[] =>
  [...cuts, characters.length].map((end, at) => characters.slice(at === 0 ? 0 : cuts[at - 1], end));

/** What each group of some codes says; null for one that says too many different things. */
const groupsIn = (codes: readonly Code[], cuts: readonly number[]): (ReadonlySet<string> | null)[] => {
  const groups: Set<string>[] = [];
  for (const { parts } of codes)
    for (const [at, group] of groupsOf(parts.characters, cuts).entries()) (groups[at] ??= new Set()).add(group);
  return groups.map((group) => (group.size * leastPerGroup <= cellsIn(codes) ? group : null));
};

/**
 * Why codes without signs may be cut otherwise than most; null if nothing speaks for it. Some codes of as many letters and digits are cut
 * elsewhere, as numbers of people and of firms are, or they begin groups that else say few things, as those of publishers do, with others.
 */
const whyCutOtherwise = ({ codes, cuts, classes }: Common, bare: readonly Code[], all: readonly Code[]): string | null => {
  if (bare.length === 0 || cuts.length === 0) return null;
  const elsewhere = all.filter(({ text, parts }) => parts.characters.length === classes.length && !isCutLike(text, parts, cuts));
  if (cellsIn(elsewhere) >= Math.min(leastCells, cellsIn(bare)))
    return `${cellsIn(elsewhere)} of as many letters and digits are cut elsewhere, as "${elsewhere[0]?.text}" is.`;
  const known = groupsIn(codes, cuts);
  const others = cellsIn(bare.filter(({ parts }) => groupsOf(parts.characters, cuts).some((group, at) => known[at]?.has(group) === false)));
  return others > cellsIn(bare) * mostOtherGroups ? `${others} of those without signs would have a group that no other one has.` : null;
};

/** Cells with the letters and digits of such a code and other signs, or none. */
const signsOf = (common: Common, all: readonly Code[], texts: ReadonlySet<string>, isKey: boolean): FoundProgram[] => {
  const strays = all.filter(
    (code) =>
      skeletonOf(code.text) !== common.skeleton &&
      code.parts.characters.length === common.classes.length &&
      fits(code, common.classes) &&
      isCutLike(code.text, code.parts, common.cuts),
  );
  const program = { kind: 'code', mask: common.mask } as const;
  const become = compileProgram({ ...program, confidence: 1 });
  if (strays.length === 0 || (isKey && strays.some(({ text }) => texts.has(become(text))))) return [];
  // One sign in what else has none may part two things, such as a range; points and slashes are those of addresses and versions.
  const saysNoMore = ({ text, parts }: Code): boolean =>
    parts.cuts.length === 0 ||
    (!isDate(text) && (common.cuts.length > 0 || (parts.cuts.length > 1 && /^[ ()\u00a0\u2013-]+$/.test(parts.signs))));
  const otherwise = whyCutOtherwise(
    common,
    strays.filter(({ parts }) => parts.cuts.length === 0),
    all,
  );
  const isSure = otherwise === null && strays.every(saysNoMore);
  const what = common.cuts.length > 0 ? 'with other signs, or none' : 'with signs in them';
  const evidence = `${cellsIn(strays)} have the same letters and digits ${what}.${otherwise === null ? '' : ` ${otherwise}`}`;
  return [{ program, isSure, evidence }];
};

/** Digits that are too few, where codes that begin with zeros have lost them. */
const zerosOf = ({ codes, mask }: Common, all: readonly Code[], texts: ReadonlySet<string>, isKey: boolean): FoundProgram[] => {
  const width = mask.length;
  if (!/^9+$/.test(mask) || width < leastPadLength) return [];
  const strays = all.filter(({ text }) => text.length < width && text.length >= width - 3 && /^[1-9]\d*$/.test(text));
  const zeroed = codes.filter(({ text }) => text.startsWith('0'));
  const padded = (text: string): string => text.padStart(width, '0');
  if (strays.length === 0 || zeroed.length === 0 || (isKey && strays.some(({ text }) => texts.has(padded(text))))) return [];
  const known = cellsIn(strays.filter(({ text }) => texts.has(padded(text))));
  const isDense = zeroed.length > 10 ** (width - 1) * mostDense;
  return [
    {
      program: { kind: 'code', mask, pad: true },
      isSure: cellsIn(strays) >= leastCells && known >= cellsIn(strays) * leastKnown && !isDense,
      evidence: `${cellsIn(strays)} have fewer than ${width} digits; with zeros before them ${known} of these are codes that stand elsewhere in the column.`,
    },
  ];
};

/** The same signs before codes that else have none. */
const prefixOf = (common: Common, others: readonly CountedText[]): FoundProgram[] => {
  const split = others.flatMap(({ text, cells }) => {
    const found = /^(['#]|[A-Za-z]{1,10}[^A-Za-z0-9]{1,3})([A-Za-z0-9].*)$/s.exec(text);
    return found && skeletonOf(found[2] ?? '') === common.skeleton ? [{ prefix: found[1] ?? '', cells }] : [];
  });
  const [[prefix, cells] = ['', []], ...more] = Map.groupBy(split, (one) => one.prefix);
  if (prefix === '' || more.length > 0 || cellsIn(cells) < leastCells) return [];
  return [
    {
      program: { kind: 'code', mask: common.mask, prefix },
      // A mark of text in spreadsheets, and the sign for "number", say nothing of the code; a word may.
      isSure: prefix === "'" || prefix === '#',
      evidence: `${cellsIn(cells)} begin with "${prefix}" and go on like the others.`,
    },
  ];
};

/** Codes of a fixed form that are written otherwise than nearly all of their column. */
export const strayCodes: Suggester = (view) =>
  view.columns.flatMap(({ position, name }) => {
    const texts = textsOf(view.column(position));
    const present = cellsIn(texts);
    const all = texts.flatMap((one): Code[] => {
      const parts = partsOf(one.text);
      return parts ? [{ ...one, parts }] : [];
    });
    const [skeleton, codes] = commonest(Map.groupBy(all, ({ text }) => skeletonOf(text))) ?? [null, []];
    const share = cellsIn(codes) / present;
    if (skeleton === null || share < leastPadded || share === 1) return [];
    const common = commonOf(skeleton, codes as readonly Code[]);
    if (isOther(common)) return [];
    const [known, isKey] = [new Set(texts.map(({ text }) => text)), texts.length === present];
    const isLong = common.classes.length >= leastLength;
    const found = [
      ...(isLong && share >= leastShare ? signsOf(common, all, known, isKey) : []),
      ...(share >= leastShare && isLong ? prefixOf(common, texts) : []),
      ...zerosOf(common, all, known, isKey),
    ];
    const because = `${percent(cellsIn(codes), present)} of "${name}" look like "${codes[0]?.text}".`;
    return formatProposals(name, found).map((one) => ({ ...one, evidence: [because, ...one.evidence] }));
  });
