import pl from 'nodejs-polars';
import type { StepCompiler } from '../step';

const lower = (words: readonly string[]): string[] => words.map((word) => word.trim().toLowerCase());

export const parseBooleans: StepCompiler<'parseBooleans'> = {
  on: 'cells',
  isAlike: true,
  compile: ({ yes, no }, column) => {
    const word = column.str.stripChars(null as never).str.toLowerCase();
    return {
      kind: 'cells',
      after: pl
        .when(word.isIn([...lower(yes), 'true']))
        .then(pl.lit('true'))
        .otherwise(
          pl
            .when(word.isIn([...lower(no), 'false']))
            .then(pl.lit('false'))
            .otherwise(column),
        ),
      reason: 'a word for yes or no',
      confidence: 1,
      mayEmpty: false,
    };
  },
};
