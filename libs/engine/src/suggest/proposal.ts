import type { SuggestedStep } from '@millrace/contracts';
import type { NamedStep } from '../cleanse/step';
import type { TableView } from './table-view';

/** A step that a suggester proposes; what it would change is found by applying it. */
export interface Proposal extends Pick<SuggestedStep, 'safe' | 'evidence'> {
  readonly step: NamedStep;
}

/** Looks at a table, to which the safe steps of the suggesters before it have been applied. */
export type Suggester = (view: TableView) => readonly Proposal[];

/** As `3.2 %`. */
export const percent = (part: number, whole: number): string =>
  `${((part / Math.max(1, whole)) * 100).toPrecision(3).replace(/\.0+$/, '')} %`;
