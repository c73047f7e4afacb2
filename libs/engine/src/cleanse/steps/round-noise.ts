import pl from 'nodejs-polars';
import { cell } from '../../ingest/working-copy';
import { withoutNoise } from '../../repair/without-noise';
import type { StepCompiler } from '../step';

export const roundNoise: StepCompiler<'roundNoise'> = {
  on: 'table',
  compile: (_, frame, columns) =>
    columns.map(({ position }) => {
      // Numbers that are too short to carry noise never leave the frame.
      const long = frame
        .lazy()
        .select(pl.col(cell(position)).alias('value'))
        .withRowIndex('at')
        .filter(pl.col('value').str.contains('^[+-]?[0-9]*\\.[0-9]{12,}$'))
        .collectSync()
        .toRecords() as { at: number; value: string }[];
      const changed = long.flatMap(({ at, value }) => {
        const after = withoutNoise(value);
        return after === null ? [] : [{ at, after }];
      });
      return {
        position,
        rows: changed.map(({ at }) => at),
        after: changed.map(({ after }) => after),
        confidence: changed.map(() => 0.99),
        reason: changed.map(() => 'the nearest short decimal: the rest is noise of binary floating point'),
      };
    }),
};
