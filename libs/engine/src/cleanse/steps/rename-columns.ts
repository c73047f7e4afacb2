import { columnNamed } from '../columns-of-step';
import { inSnakeCase } from '../snake-case';
import type { StepColumn, StepCompiler } from '../step';

/** Names that are in the style already stay; of others that would be alike, all but the first are numbered. */
const inStyle = (columns: readonly StepColumn[]): StepColumn[] => {
  const taken = new Set(columns.map(({ name }) => name));
  return columns.flatMap(({ position, name }) => {
    const wanted = inSnakeCase(name);
    if (wanted === name || /^(.*)_\d+$/.exec(name)?.[1] === wanted) return [];
    let [free, number] = [wanted, 1];
    while (taken.has(free)) free = `${wanted}_${++number}`;
    taken.add(free);
    return [{ position, name: free }];
  });
};

export const renameColumns: StepCompiler<'renameColumns'> = {
  on: 'columns',
  compile: ({ names, style }, columns) => {
    if (style !== undefined) return { rename: inStyle(columns) };
    const there = new Set(columns.map(({ name }) => name));
    const wanted = Object.entries(names ?? {}).filter(([from, to]) => from !== to && (there.has(from) || !there.has(to)));
    return { rename: wanted.map(([from, to]) => ({ ...columnNamed(from, 'renameColumns', columns), name: to })) };
  },
};
