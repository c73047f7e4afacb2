import { unitScales, type UnitName } from '@millrace/contracts';
import { unitNamed } from '../../suggest/units';
import { patchTexts } from '../patch-texts';
import type { StepCompiler } from '../step';

/** What is called otherwise where units are found. */
const also: Readonly<Record<string, string>> = {
  metre: 'm', metres: 'm', meter: 'm', meters: 'm', m: 'm', tonne: 't', tonnes: 't', t: 't', dl: 'dl',
  sec: 's', second: 's', seconds: 's', s: 's', ms: 'ms', hr: 'h', hrs: 'h', hour: 'h', hours: 'h', h: 'h', day: 'd', days: 'd', d: 'd',
  b: 'b', byte: 'b', bytes: 'b', tb: 'tb', terabyte: 'tb', terabytes: 'tb',
}; // prettier-ignore
const digitsThatCount = 12;

/** How much each unit of the kind that a unit is of is in terms of it. */
const scaleOf = (to: UnitName): Readonly<Record<string, number>> =>
  (Object.values(unitScales) as Readonly<Record<string, number>>[]).find((scale) => Object.hasOwn(scale, to)) ?? {};

const written = (number: number): string => {
  const plain = Number(number.toPrecision(digitsThatCount)).toString();
  return plain.includes('e') ? '' : plain;
};

export const standardiseUnits: StepCompiler<'standardiseUnits'> = {
  on: 'table',
  compile: ({ to }, frame, columns) => {
    const scale = scaleOf(to);
    const inUnit = (text: string): string => {
      const [, number, spelled = ''] = /^\s*([+-]?\d{1,15}(?:\.\d{1,15})?)\s*(\p{L}+)\.?\s*$/u.exec(text) ?? [];
      const name = also[spelled.toLowerCase()] ?? unitNamed(spelled) ?? '';
      const [own, wanted] = [Object.hasOwn(scale, name) ? scale[name] : undefined, scale[to]];
      if (number === undefined || own === undefined || wanted === undefined) return text;
      const converted = name === to ? number : written((Number(number) * own) / wanted);
      return converted === '' ? text : `${converted} ${to}`;
    };
    return patchTexts(frame, columns, inUnit, { confidence: 0.98, reason: `in ${to}` });
  },
};
