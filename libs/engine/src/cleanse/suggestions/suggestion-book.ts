import type { Step } from '@millrace/contracts';
import type { NamedStep } from '../step';
import type { Table } from '../table';
import { suggestionsOf, type Suggestions } from './suggestions-of';
import type { Suggested } from './write-suggestions';

/** What steps are not sure enough of, each as it found the table when it first ran. */
export class SuggestionBook {
  /** Milliseconds that looking took. */
  time = 0;
  private readonly byStep = new Map<number, Suggestions>();

  /** Looks once for each step. @param table as it is before the step; it stays so */
  look(table: Table, step: NamedStep, at: number): void {
    if (this.byStep.has(at)) return;
    const startedAt = performance.now();
    this.byStep.set(at, suggestionsOf(table, step, at));
    this.time += performance.now() - startedAt;
  }

  of(at: number): Suggestions | undefined {
    return this.byStep.get(at);
  }

  /** Changes of cells, but for those of columns that are hidden. Which rows to merge is for a match. */
  listed(steps: readonly Step[], hidden: ReadonlySet<string>): Suggested[] {
    return steps.flatMap((step, at) => {
      if (step.step === 'mergeRecords') return [];
      return (this.byStep.get(at)?.found ?? []).flatMap(({ after, ...one }) =>
        after === null || hidden.has(one.column) ? [] : [{ ...one, after, step: at, stepName: step.step }],
      );
    });
  }
}
