import type { PreviewedStep, Recipe, Step } from '@millrace/contracts';
import type { DataFrame } from 'nodejs-polars';
import { HiddenColumns } from '../cleanse/hidden-columns';
import { ChangeLog, type ColumnChanges } from '../cleanse/change-log';
import { columnsAfter } from '../cleanse/layout';
import { reasonName, rowName } from '../cleanse/row-name';
import type { RunLog } from '../cleanse/run-steps';
import type { StepColumn } from '../cleanse/step';
import type { StepLog, Table } from '../cleanse/table';
import { cell } from '../ingest/working-copy';
import { shortened } from './shortened';
import { suggestionsOf, type Suggestions } from './suggestions-of';
import type { Suggested } from './write-suggestions';

interface Departed {
  readonly step: number;
  readonly frame: DataFrame;
  readonly reason: string;
  /** Of the table, as they were called then. */
  readonly columns: readonly StepColumn[];
}
type Removed = PreviewedStep['removed'][number];

const mostExamples = 5;
const mostCells = 20;

/** Collects what the steps of a recipe do, as the logs of a cleansing do, and writes nothing. */
export class PreviewLog implements RunLog {
  /** Of each step, what it is not sure enough of, as it found the table when it first ran. */
  readonly suggestions = new Map<number, Suggestions>();
  /** Milliseconds that looking for suggestions took. */
  suggestingTime = 0;
  private readonly changes: ChangeLog;
  private readonly hidden: ReadonlySet<string>;
  private departed: Departed[] = [];

  constructor(
    private readonly table: Table,
    recipe: Recipe,
  ) {
    this.hidden = HiddenColumns.of(recipe, table.columns).namesAmong(table.columns);
    this.changes = new ChangeLog('', this.hidden);
  }

  readonly of = (at: number, step: Step): StepLog => {
    this.suggest(at, step);
    const columns = columnsAfter(this.table.columns, this.table.layout);
    return {
      change: (changed, column, more) => this.changes.add(changed, { step: at, stepName: step.step, column, ...more }),
      setAside: (frame, reason) => void this.departed.push({ step: at, frame, reason, columns }),
    };
  };

  readonly mark = (): (() => void) => {
    const [takeBack, { length }] = [this.changes.mark(), this.departed];
    return () => {
      takeBack();
      this.departed = this.departed.slice(0, length);
    };
  };

  /** All changes that stay. */
  all(): DataFrame {
    return this.changes.all();
  }

  byColumn(): Map<string, ColumnChanges> {
    return this.changes.byColumn();
  }

  /** How many rows a step has set aside. */
  removedBy(step: number): number {
    return this.departed.reduce((sum, one) => sum + (one.step === step ? one.frame.height : 0), 0);
  }

  /** Some of them. */
  examplesOf(step: number): Removed[] {
    const own = this.departed.filter((one) => one.step === step);
    return own
      .flatMap(({ frame, reason, columns }) =>
        (frame.head(mostExamples).toRecords() as Record<string, unknown>[]).map((record): Removed => {
          const cells = columns
            .slice(0, mostCells)
            .map(({ name, position }) => [name, shortened((record[cell(position)] as string | null) ?? null)] as const);
          const itsOwn = record[reasonName];
          return {
            row: Number(record[rowName]),
            reason: typeof itsOwn === 'string' ? itsOwn : reason,
            cells: Object.fromEntries(cells),
          };
        }),
      )
      .slice(0, mostExamples);
  }

  /** Changes of cells that a step is not sure enough of, but for those of columns that are hidden. Which rows to merge is for a match. */
  suggestedBy(at: number, step: Step): Suggested[] {
    if (step.step === 'mergeRecords') return [];
    const found = this.suggestions.get(at)?.found ?? [];
    return found.flatMap(({ after, ...one }) =>
      after === null || this.hidden.has(one.column) ? [] : [{ ...one, after, step: at, stepName: step.step }],
    );
  }

  private suggest(at: number, step: Step): void {
    if (this.suggestions.has(at)) return;
    const startedAt = performance.now();
    this.suggestions.set(at, suggestionsOf(this.table, step, at));
    this.suggestingTime += performance.now() - startedAt;
  }
}
