/** A figure with its unit and, where it has one, the goal that it is held against. */
export interface Figure {
  readonly name: string;
  readonly value: number | string;
  readonly unit?: string;
  readonly goal?: { readonly atMost: number } | { readonly atLeast: number } | { readonly exactly: number | string };
}

export const holds = ({ value, goal }: Figure): boolean => {
  if (goal === undefined) return true;
  if ('exactly' in goal) return value === goal.exactly;
  return typeof value === 'number' && ('atMost' in goal ? value <= goal.atMost : value >= goal.atLeast);
};

const rounded = (value: number | string): string =>
  typeof value === 'string' ? value : Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));

const goalText = ({ goal, ...figure }: Figure): string => {
  if (goal === undefined) return '';
  const text = 'exactly' in goal ? `${goal.exactly}` : 'atMost' in goal ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`;
  return `goal ${text}: ${holds({ goal, ...figure }) ? 'holds' : 'DOES NOT HOLD'}`;
};

/** Prints the figures as a table, with `json` as one JSON object on the last line too, and ends the process: 0 only if all goals hold. */
export const finish = (title: string, figures: readonly Figure[], json: boolean): never => {
  const ok = figures.every(holds);
  console.log(`\n  ${title}`);
  const width = Math.max(...figures.map(({ name }) => name.length));
  for (const figure of figures)
    console.log(
      `    ${figure.name.padEnd(width)}  ${`${rounded(figure.value)} ${figure.unit ?? ''}`.trimEnd().padEnd(16)}  ${goalText(figure)}`.trimEnd(),
    );
  if (json) {
    const values = Object.fromEntries(figures.map(({ name, value }) => [name, value]));
    const goals = Object.fromEntries(
      figures.filter(({ goal }) => goal).map((figure) => [figure.name, { ...figure.goal, holds: holds(figure) }]),
    );
    console.log(JSON.stringify({ title, ok, figures: values, goals }));
  }
  process.exit(ok ? 0 : 1);
};

/** The value below which a share of the sorted values lies (type 7). */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low + (high - low) * (place - Math.floor(place));
};
