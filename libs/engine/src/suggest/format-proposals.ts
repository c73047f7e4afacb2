import type { FormatProgram } from '@millrace/contracts';
import type { Proposal } from './proposal';

type WithoutConfidence<P> = P extends FormatProgram ? Omit<P, 'confidence'> : never;

/** A program that a column speaks for. */
export interface FoundProgram {
  readonly program: WithoutConfidence<FormatProgram>;
  /** No cell that it changes could have meant anything else. */
  readonly isSure: boolean;
  readonly evidence: string;
}

const [sure, unsure] = [0.99, 0.8];

/** The programs of a column as steps: one of those that are sure, and one of the others, which waits for a yes. */
export const formatProposals = (column: string, found: readonly FoundProgram[]): Proposal[] =>
  [true, false].flatMap((safe) => {
    const some = found.filter(({ isSure }) => isSure === safe);
    if (some.length === 0) return [];
    const programs = some.map(({ program }) => ({ ...program, confidence: safe ? sure : unsure }));
    return [{ step: { step: 'reformatCells', columns: [column], programs }, safe, evidence: some.map(({ evidence }) => evidence) }];
  });
