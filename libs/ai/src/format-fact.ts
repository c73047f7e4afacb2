import type { Fact } from '@millrace/contracts';

const plain = new Intl.NumberFormat('en', { maximumSignificantDigits: 6 });
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const share = new Intl.NumberFormat('en', { style: 'percent', maximumSignificantDigits: 3 });

const countUnits = { rows: 'row', cells: 'cell', columns: 'column', findings: 'finding', characters: 'character' } as const;

/** A fact as a person reads it: `1,000 rows`, `4.2%`, `17.5`. */
export const formatFact = ({ value, unit }: Fact): string => {
  if (typeof value === 'string') return value;
  if (unit === 'share') return share.format(value);
  if (unit === 'value' || unit === 'word') return plain.format(value);
  return `${whole.format(value)} ${countUnits[unit]}${value === 1 ? '' : 's'}`;
};
