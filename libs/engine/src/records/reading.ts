/** In how many ways a column has to be read: one where it says which, or says nothing and one is usual; both where it contradicts itself. */
export interface Reading {
  /** What a text stands for, milliseconds or a number, by each of the ways; null for what is none of it. */
  readonly ways: readonly ((text: string) => number | null)[];
  /** What a caller is told to do where the ways do not agree. */
  readonly advice: string;
}

/** What a text stands for in either way; null where it cannot be read in it. */
export type Both = readonly [one: number | null, other: number | null];

const isProof = (both: Both, way: 0 | 1): boolean => both[way] !== null && both[1 - way] === null;

/** What the texts of a column say of how it is read. */
export interface Proofs {
  readonly one: boolean;
  readonly other: boolean;
}

export const proofsOf = (texts: readonly string[], read: (text: string) => Both): Proofs => {
  const found = texts.map(read);
  return { one: found.some((both) => isProof(both, 0)), other: found.some((both) => isProof(both, 1)) };
};

/** Reads each text once, by the way; where it is impossible in that way, by the other. */
export const wayOf = (read: (text: string) => Both, way: 0 | 1): ((text: string) => number | null) => {
  const known = new Map<string, number | null>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const both = read(text);
    const value = both[way] ?? both[1 - way] ?? null;
    known.set(text, value);
    return value;
  };
};

/** What a text stands for in every way in which its column may be read; null where they differ, and for what is none of it. */
export const sureValue = ({ ways }: Reading, text: string): number | null => {
  const [one = null, ...others] = ways.map((way) => way(text));
  return others.every((other) => other === one) ? one : null;
};
