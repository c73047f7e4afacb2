import type { ColumnTraits } from './column-traits';
import { editsBetween, type Edits } from './edits';

/**
 * How errors were made, as far as the table shows it: a character that replaced others wherever errors were found by other evidence.
 * Errors of the same making are then told more surely, and others less.
 */
export interface ErrorHabit {
  readonly mark: string | null;
}

/** Edits that a single slip, or one that was made throughout, may have left in a text. */
const limits = (right: string): { readonly most: number; readonly marked: number } => {
  const length = Array.from(right).length;
  return {
    most: Math.max(1, Math.min(3, Math.floor(length / 6))),
    marked: Math.max(1, Math.floor(length / 4)),
  };
};

/** The edits that turned `right` into `wrong` if a slip may have done it; null where they have too little in common. */
export const typoEdits = (wrong: string, right: string, { isKnown }: ColumnTraits, { mark }: ErrorHabit): Edits | null => {
  const { most, marked } = limits(right);
  const length = Array.from(right).length;
  const edits = editsBetween(wrong, right, most, Math.max(marked, Math.floor((length * 2) / 3)));
  if (edits === null || edits.count === 0) return null;
  if (edits.mark === null || edits.count <= Math.max(most, marked)) return edits;
  // Many places, one character: it must be one that replaced others elsewhere, or has no business in this column.
  const isForeign = edits.mark === mark || !isKnown(edits.mark);
  return isForeign && edits.count * 3 <= length * 2 ? edits : null;
};

const strayLikeness = 8;

/** Factor by which edits of this kind make an error more likely than another true value that looks alike. */
export const likeness = (edits: Edits, { crowding, isKnown }: ColumnTraits, { mark }: ErrorHabit): number => {
  if (edits.isStray) return strayLikeness;
  if (edits.isStyle) return 0.02;
  const isForeign = edits.mark !== null && !isKnown(edits.mark);
  const near = isForeign ? 20 : 1 / (crowding + 0.25);
  const habit = mark === null ? 1 : edits.mark === mark ? 20 : 0.02;
  return near * habit * (edits.isEnding ? 0.2 : 1);
};
