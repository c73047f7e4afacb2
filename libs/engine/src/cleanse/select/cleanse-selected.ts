import { Fault, type Step } from '@millrace/contracts';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cleansed, CleanseRequest } from '../cleanse';
import { readOutput } from '../read-output';
import { mostRounds } from '../run-steps';
import { columnsLeft, factsByFirst, joinFacts, type ColumnFacts, type LeftColumn } from './column-facts';
import { findFacts } from './find-facts';
import { isSameSelection, looksAtCells, selectColumns, selectsAny } from './select-columns';
import type { Selection } from './taken-columns';

type Run = (request: CleanseRequest) => Promise<Cleansed>;
interface Spill {
  readonly path: string;
  readonly quotaBytes: number;
}

const unsettled = (step: number, columns: readonly string[]): Fault =>
  new Fault('invariant-broken', `The recipe would change what it has made, since steps[${step}] selects other columns there.`, {
    advice: 'Name the columns of that step, or put it where no step before it looks at what it makes of them.',
    place: { step },
    evidence: { invariant: 'settled', columns: columns.slice(0, 20) },
  });

const comparesRows = ({ step }: Step): boolean => step === 'dropDuplicates' || step === 'mergeRecords';

/** A recipe with selectors on its way to one selection. */
class Selecting {
  constructor(
    private readonly request: CleanseRequest,
    private readonly run: Run,
    private readonly spill: Spill,
  ) {}

  private get steps(): readonly Step[] {
    return this.request.recipe.steps;
  }

  /** What the cells of a table tell of its columns, if any selector asks. */
  facts(table: Pick<CleanseRequest, 'workingCopyPath' | 'ingest'>): Promise<ColumnFacts> | ColumnFacts {
    return looksAtCells(this.steps) ? findFacts(table, { ...this.spill, path: join(this.spill.path, 'facts') }) : new Map();
  }

  async settled(facts: ColumnFacts): Promise<Cleansed> {
    let known = facts;
    for (let round = 0; round < mostRounds; round += 1) {
      const selection = selectColumns(this.steps, this.request.ingest.columns, known);
      const found = await this.run({ ...this.request, selection });
      const more = await this.learnt(found, selection, known);
      if (more === null) return found;
      known = more;
    }
    throw unsettled(0, []);
  }

  /** What the output tells that the recipe has not gone by; null where it is nothing. @throws Fault `invariant-broken` */
  private async learnt(found: Cleansed, selection: Selection, known: ColumnFacts): Promise<ColumnFacts | null> {
    const { outputDir, ingest } = this.request;
    const isAsItCame = found.changes.count === 0 && found.quarantine.count === 0 && found.layout.length === 0;
    if (isAsItCame || found.rowsOut === 0) return null;
    const folder = join(outputDir, 'own-output');
    await mkdir(folder, { recursive: true });
    try {
      const left = columnsLeft(ingest.columns, found.layout);
      const table = looksAtCells(this.steps) ? await this.readOwn(found, left, folder) : null;
      const seen: ColumnFacts = table === null ? new Map() : await this.facts(table);
      const joined = joinFacts(
        known,
        factsByFirst(left, ({ name }) => seen.get(name)),
      );
      if (!isSameSelection(selectColumns(this.steps, ingest.columns, joined), selection)) return joined;
      const columns = left.map(({ name }, position) => ({ position, name }));
      const again = selectColumns(this.steps, columns, seen);
      const lost = this.lost(selection, again, left);
      if (lost) await this.assertSettled(found, again, lost, table ?? (await this.readOwn(found, left, folder)), folder);
      return null;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** The output as a table, its columns by the names that they have also where its file does not tell them. */
  private async readOwn(found: Cleansed, left: readonly LeftColumn[], folder: string) {
    const { workingCopyPath, ingest } = await readOutput(found, this.request.ingest, folder);
    const columns = ingest.columns.map((column, at) => ({ ...column, name: left[at]?.name ?? column.name }));
    return { workingCopyPath, ingest: { ...ingest, columns } };
  }

  /** The first step that has taken columns which it does not take of the output. */
  private lost(selection: Selection, again: Selection, left: readonly LeftColumn[]) {
    const nameOf = new Map(left.map(({ first, name }) => [first, name]));
    const tellsRowsApart = this.steps.some(comparesRows);
    for (const [step, taken] of selection) {
      const columns = taken.filter((first) => {
        const name = nameOf.get(first);
        return name === undefined ? tellsRowsApart : again.get(step)?.includes(name) !== true;
      });
      if (columns.length > 0) return { step, columns };
    }
    return null;
  }

  /** Runs the recipe on what it has made. @throws Fault `invariant-broken` where that changes anything */
  private async assertSettled(
    found: Cleansed,
    selection: Selection,
    lost: { readonly step: number; readonly columns: readonly string[] },
    table: Pick<CleanseRequest, 'workingCopyPath' | 'ingest'>,
    folder: string,
  ): Promise<void> {
    const outputDir = join(folder, 'again');
    await mkdir(outputDir);
    const again = await this.run({ ...table, recipe: this.request.recipe, selection, outputDir }).catch((error: unknown) => {
      if (error instanceof Fault && error.code === 'invariant-broken') throw unsettled(lost.step, lost.columns);
      throw error;
    });
    const isSettled = again.changes.count === 0 && again.quarantine.count === 0;
    if (!isSettled || again.columns.join('\n') !== found.columns.join('\n')) throw unsettled(lost.step, lost.columns);
  }
}

/**
 * Cleanses by a recipe whose selectors take columns for what they are: as the table comes, and as the recipe leaves it, so that it takes the
 * same ones of its own output. Where it takes fewer there, that is run as well, and must change nothing.
 * @param run cleanses by a selection that is told
 * @param spill a folder for what is gone afterwards
 * @throws Fault `invariant-broken` (`settled`), and those of `run`
 */
export const cleanseSelected = async (request: CleanseRequest, run: Run, spill: Spill): Promise<Cleansed> => {
  if (!selectsAny(request.recipe.steps)) return run(request);
  const selecting = new Selecting(request, run, spill);
  return selecting.settled(await selecting.facts(request));
};
