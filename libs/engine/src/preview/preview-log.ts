import type { PreviewedStep, Recipe } from '@millrace/contracts';
import type { DataFrame } from 'nodejs-polars';
import { HiddenColumns } from '../cleanse/hidden-columns';
import { ChangeLog, type ColumnChanges } from '../cleanse/change-log';
import { columnsAfter } from '../cleanse/layout';
import { reasonName, rowName } from '../cleanse/row-name';
import type { RunLog } from '../cleanse/run-steps';
import type { NamedStep, StepColumn } from '../cleanse/step';
import type { StepLog, Table } from '../cleanse/table';
import { SuggestionBook } from '../cleanse/suggestions/suggestion-book';
import { cell } from '../ingest/working-copy';
import { shortened } from '../columnar/shortened';

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
  readonly suggestions = new SuggestionBook();
  private readonly changes: ChangeLog;
  /** Names of the columns of which nothing is kept. */
  readonly hidden: ReadonlySet<string>;
  private departed: Departed[] = [];

  constructor(
    private readonly table: Table,
    /** What its selectors take is told. */
    recipe: Recipe,
  ) {
    this.hidden = HiddenColumns.of(recipe, table.columns).namesAmong(table.columns);
    this.changes = new ChangeLog('', this.hidden);
  }

  readonly of = (at: number, step: NamedStep): StepLog => {
    this.suggestions.look(this.table, step, at);
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
}
