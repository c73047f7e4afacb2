/** Numbers from a seed (Park and Miller), each below what is asked for. */
export const numbersFrom = (seed: number): ((below: number) => number) => {
  let state = (seed * 7919 + 1) % 2_147_483_647;
  return (below) => (state = (state * 48_271) % 2_147_483_647) % below;
};

type Random = (below: number) => number;
const pick = <T>(random: Random, list: readonly T[]): T => {
  const picked = list[random(list.length)];
  if (picked === undefined) throw new Error('nothing to pick from');
  return picked;
};

const syllables = 'ba ke lo mi nu ra se ti vo wa del for gan hol jun kar lem mon pas rid sul tor val wen zil'.split(' ');
/** A made-up name of two to four syllables. */
export const nameFrom = (random: Random): string => Array.from({ length: 2 + random(3) }, () => pick(random, syllables)).join('');

export interface MadeTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * Visits of patients to branches of clinics: a branch has one town, region, telephone and manager; a treatment one title; a region with one
 * branch is an exception to what the treatments' tariff codes look like elsewhere. No cell is wrong.
 */
export const madeTable = (seed: number, count = 1500): MadeTable => {
  const random = numbersFrom(seed);
  const regions = Array.from({ length: 6 }, () => nameFrom(random));
  const branches = Array.from({ length: 50 }, (_, at) => ({
    code: `${20_000 + at * 37}`,
    town: nameFrom(random),
    region: at === 0 ? 'outer' : pick(random, regions),
    phone: `${3_000_000_000 + random(999_999_999)}`,
    manager: `${nameFrom(random)} ${nameFrom(random)}`,
  }));
  const treatments = Array.from({ length: 25 }, (_, at) => ({
    code: `${nameFrom(random).slice(0, 3)}-${at}`,
    title: `${nameFrom(random)} of the ${nameFrom(random)}`,
  }));
  const rows = Array.from({ length: count }, (_, row) => {
    const [branch, treatment] = [pick(random, branches), pick(random, treatments)];
    const tariff = `${branch.region === 'outer' ? 'ok' : 'al'}_${treatment.code}`;
    return [
      `${row + 1}`,
      branch.code,
      branch.town,
      branch.region,
      branch.phone,
      branch.manager,
      treatment.code,
      treatment.title,
      tariff,
      `${random(400)} beds`,
      nameFrom(random),
    ];
  });
  return {
    header: ['id', 'branch', 'town', 'region', 'phone', 'manager', 'treatment', 'title', 'tariff', 'size', 'patient'],
    rows,
  };
};

/** How a cell is spoiled, by a number that it may draw; null where it cannot be. */
export type Fault = (value: string, random: Random) => string | null;

const replaceAt = (value: string, at: number, sign: string): string => value.slice(0, at) + sign + value.slice(at + 1);
const letters = 'abcdefghijklmnopqrstuvwxyz'.split('');

export const faults = {
  /** One sign, wherever it stands, or all signs like it, replaced by one that is always the same. */
  masked: (value, random) => {
    const at = random(value.length);
    return random(2) === 0 ? replaceAt(value, at, 'q') : value.replaceAll(value.charAt(at), 'q');
  },
  /** Any letter instead of one. */
  substituted: (value, random) => replaceAt(value, random(value.length), pick(random, letters)),
  dropped: (value, random) => (value.length < 4 ? null : replaceAt(value, random(value.length), '')),
  doubled: (value, random) => {
    const at = random(value.length);
    return value.slice(0, at) + value.charAt(at) + value.slice(at);
  },
} as const satisfies Record<string, Fault>;

export interface SpoiledTable extends MadeTable {
  /** Places of the cells that were changed, as `row column`. */
  readonly spoiled: ReadonlySet<string>;
}

/** Spoils a share of the cells, but those of the first column. */
export const spoil = ({ header, rows }: MadeTable, fault: Fault, share: number, seed: number): SpoiledTable => {
  const random = numbersFrom(seed);
  const spoiled = new Set<string>();
  const dirty = rows.map((cells, row) =>
    cells.map((value, column) => {
      if (column === 0 || random(10_000) >= share * 10_000) return value;
      const wrong = fault(value, random);
      if (wrong === null || wrong === value) return value;
      spoiled.add(`${row} ${column}`);
      return wrong;
    }),
  );
  return { header, rows: dirty, spoiled };
};

export const csvOf = ({ header, rows }: MadeTable): string =>
  [header, ...rows]
    .map((cells) => `${cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\n`)
    .join('');
