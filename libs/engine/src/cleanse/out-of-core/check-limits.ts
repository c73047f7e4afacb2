import type { Ingest, RecipeLimits } from '@millrace/contracts';
import { cell } from '../../ingest/working-copy';
import type { ColumnChanges } from '../change-log';
import { changedShare } from '../invariants/changed-share';
import type { Outcome } from '../invariants/invariant';
import { leastKeyRows, repeated, startsAsKey } from '../invariants/keys';
import { checkSum, limitedColumn, sumOf } from '../invariants/sums';
import { areThere } from '../row-key';
import type { Chunks } from './chunks';
import type { Disk } from './disk';
import { RepeatedRows } from './repeated-rows';
import { passOver, type Turn } from './turns';

interface Checked {
  readonly chunks: Chunks;
  readonly ingest: Ingest;
  readonly disk: Disk;
  readonly turns: readonly Turn[];
  readonly limits: RecipeLimits;
  readonly changes: ReadonlyMap<string, ColumnChanges>;
}

const positionOf = (ingest: Ingest, name: string): number => limitedColumn(ingest, name);

/** How many rows repeat another in some columns of what the turns make of the table. */
const repeatsAfter = async ({ chunks, ingest, disk, turns }: Checked, names: readonly string[]): Promise<number> => {
  const cells = names.map((name) => cell(positionOf(ingest, name)));
  const rows = new RepeatedRows(disk, cells, areThere(cells));
  await passOver(chunks, ingest, turns, { visit: ({ frame }) => rows.add(frame) });
  return (await rows.leaving('first')).height;
};

/** Whether a column told every row from the others as it came: it alone is read. */
const wasKey = async ({ chunks, disk }: Checked, position: number): Promise<boolean> => {
  const name = cell(position);
  const rows = new RepeatedRows(disk, [name], areThere([name]));
  let absent = 0;
  for await (const frame of chunks.all([name])) {
    absent += frame.getColumn(name).nullCount();
    if (absent > 0) break;
    rows.add(frame);
  }
  return (await rows.leaving('first')).height === 0 && absent === 0;
};

const checkKeys = async (checked: Checked): Promise<void> => {
  const { chunks, ingest, limits, changes } = checked;
  const check = async (names: readonly string[]): Promise<void> => {
    const repeats = await repeatsAfter(checked, names);
    if (repeats > 0) throw repeated(names, repeats);
  };
  for (const names of limits.keys ?? []) await check(names);
  if (limits.keys?.length === 0 || ingest.rows < leastKeyRows) return;
  const head = chunks.at(0);
  for (const { name, position } of ingest.columns) {
    const found = changes.get(name);
    if (!found || found.isHidden || !startsAsKey(head.getColumn(cell(position)))) continue;
    if (await wasKey(checked, position)) await check([name]);
  }
};

const checkSums = async ({ chunks, ingest, turns, limits }: Checked): Promise<void> => {
  for (const limit of limits.sums ?? []) {
    const position = positionOf(ingest, limit.column);
    let [before, after] = [0, 0];
    await passOver(chunks, ingest, turns, {
      visit: ({ frame }, input) => {
        before += sumOf(input.getColumn(cell(position)));
        after += sumOf(frame.getColumn(cell(position)));
      },
    });
    checkSum(limit, before, after);
  }
};

/** The invariants that only all rows together can tell of; each goes over the table where it has to. @throws Fault `invariant-broken`, `unknown-column` */
export const checkLimits = async (checked: Checked): Promise<void> => {
  const { ingest, limits, changes } = checked;
  await changedShare({ limits, rowsIn: ingest.rows, changes } as Outcome);
  await checkSums(checked);
  await checkKeys(checked);
};
