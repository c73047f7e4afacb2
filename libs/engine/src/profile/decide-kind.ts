import type { Kind } from '@millrace/contracts';
import type { LightCounts } from './column-scan';
import { grammarKinds } from './grammar';

const categoryShare = 0.2;
const categoryMost = 100;

export interface KindDecision {
  readonly kind: Kind;
  /** What most cells are; `text` where no grammar fits half of them. */
  readonly candidate: Kind;
  readonly fits: number;
  readonly misfits: number;
}

/**
 * A column has a grammar's kind only if every cell that is not absent fits it: one that does not makes the column text,
 * with the candidate and the misfits as evidence, and no value is lost.
 * @param presentCount cells that are not absent
 */
export const decideKind = (light: LightCounts, presentCount: number, distinct: number): KindDecision => {
  if (presentCount === 0) return { kind: 'empty', candidate: 'empty', fits: 0, misfits: 0 };
  const fitting = (kind: (typeof grammarKinds)[number]) => light[kind] ?? 0;
  const whole = grammarKinds.find((kind) => fitting(kind) === presentCount);
  if (whole) return { kind: whole, candidate: whole, fits: presentCount, misfits: 0 };
  const best = grammarKinds.reduce((a, b) => (fitting(b) > fitting(a) ? b : a));
  const textual: Kind =
    distinct === presentCount && presentCount > 1 && (light['maxLength'] ?? 0) <= 64
      ? 'identifier'
      : distinct <= Math.min(categoryMost, Math.max(2, presentCount * categoryShare))
        ? 'category'
        : 'text';
  if (fitting(best) * 2 >= presentCount)
    return { kind: 'text', candidate: best, fits: fitting(best), misfits: presentCount - fitting(best) };
  return { kind: textual, candidate: textual, fits: presentCount, misfits: 0 };
};
