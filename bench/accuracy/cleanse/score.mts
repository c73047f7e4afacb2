type Cells = readonly (readonly string[])[];

/** Cells, compared by every character. */
export interface Score {
  /** Cells that are not what they should be. */
  readonly errors: number;
  readonly repaired: number;
  /** Errors that were changed into something else that is wrong. */
  readonly wrong: number;
  /** Cells that were right and are not any more. */
  readonly damaged: number;
  /** Of the cells that were right. */
  readonly damagedShare: number;
  readonly rowsLost: number;
  /** Repaired, of all changed. */
  readonly precision: number;
  /** Repaired, of all errors. */
  readonly recall: number;
  readonly f1: number;
  /** Of what went wrong. */
  readonly examples: readonly string[];
}

const mostExamples = 40;

/** @param kept the rows that are left in the cleansed table, in order */
export const score = (
  { dirty, clean, cleansed }: { readonly dirty: Cells; readonly clean: Cells; readonly cleansed: Cells },
  kept: readonly number[],
): Score => {
  let [errors, repaired, wrong, damaged, good] = [0, 0, 0, 0, 0];
  const examples: string[] = [];
  for (const [column, texts] of dirty.entries())
    for (const [place, row] of kept.entries()) {
      const [before, wanted, after] = [texts[row], clean[column]?.[row], cleansed[column]?.[place]];
      const isError = before !== wanted;
      if (isError) errors += 1;
      else good += 1;
      if (isError && after === wanted) repaired += 1;
      else if (isError && after !== before) wrong += 1;
      else if (!isError && after !== before) damaged += 1;
      if (after !== wanted && after !== before && examples.length < mostExamples)
        examples.push(
          `column ${column}, row ${row}: ${JSON.stringify(before)} became ${JSON.stringify(after)}, not ${JSON.stringify(wanted)}`,
        );
    }
  const changed = repaired + wrong + damaged;
  const [precision, recall] = [changed === 0 ? 1 : repaired / changed, errors === 0 ? 1 : repaired / errors];
  return {
    errors,
    repaired,
    wrong,
    damaged,
    damagedShare: good === 0 ? 0 : damaged / good,
    rowsLost: (dirty[0]?.length ?? 0) - kept.length,
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    examples,
  };
};
