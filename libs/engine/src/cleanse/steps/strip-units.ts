import type { StepCompiler } from '../step';

const number = '[+-]?[0-9]+(?:\\.[0-9]+)?';
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

export const stripUnits: StepCompiler<'stripUnits'> = {
  on: 'cells',
  compile: ({ units, numbers }, column) => {
    const isPlain = numbers === 'plain';
    const unit = `(?i:${units
      .toSorted((a, b) => b.length - a.length)
      .map(escaped)
      .join('|')})\\.?`;
    // What follows the unit must not go on as the same word, nor make another number of it: 5 min 30 sec.
    const form = `^(${number})\\s*${unit}(?:\\s*|\\s+[^\\s0-9][^0-9]*)$`;
    const strict = `^(${number})\\s*${unit}\\s*$`;
    const kept = column.str.replace(isPlain ? form : strict, '${1}');
    const plain = kept.str.replace('(\\.[0-9]*[1-9])0+$', '${1}').str.replace('\\.0+$', '');
    const after = isPlain ? plain : kept;
    const where = column.str.contains(isPlain ? form : strict);
    return { kind: 'cells', after, where, reason: `the number without its unit`, confidence: 0.98, mayEmpty: false };
  },
};
