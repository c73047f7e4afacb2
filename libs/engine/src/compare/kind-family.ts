import type { Kind } from '@millrace/contracts';

type KindFamily = 'number' | 'time' | 'boolean' | 'text' | 'empty';

const families: Readonly<Record<Kind, KindFamily>> = {
  integer: 'number',
  decimal: 'number',
  date: 'time',
  timestamp: 'time',
  boolean: 'boolean',
  category: 'text',
  identifier: 'text',
  text: 'text',
  empty: 'empty',
};

/** Kinds that can stand for each other without breaking who reads them. */
export const kindFamily = (kind: Kind): KindFamily => families[kind];
