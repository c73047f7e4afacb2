import { patchTexts } from '../patch-texts';
import type { StepCompiler } from '../step';
import { momentsIn } from '../zone-offsets';

const form =
  /^(?<date>\d{4}-\d\d-\d\d)[T ](?<hour>[01]\d|2[0-3]):(?<minute>[0-5]\d)(?<second>:[0-5]\d)?(?<fraction>\.\d+)?\s*(?<zone>Z|UTC|GMT|[+-](?:0\d|1[0-4]):?[0-5]\d|[+-](?:0\d|1[0-4]))?$/i;

/** Milliseconds of an offset as it is written. */
const offsetOf = (zone: string): number => {
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
};

const inUtc = (zone: string | undefined) => {
  const momentOf = zone === undefined ? () => null : momentsIn(zone);
  return (text: string): string => {
    const { date, hour, minute, second = '', fraction = '', zone: own } = form.exec(text)?.groups ?? {};
    if (date === undefined || (fraction !== '' && second === '')) return text;
    // Fractions of a second are the same everywhere.
    const shown = Date.parse(`${date}T${hour}:${minute}${second || ':00'}Z`);
    if (Number.isNaN(shown) || !new Date(shown).toISOString().startsWith(date)) return text;
    const moment = own === undefined ? momentOf(shown) : shown - offsetOf(own);
    if (moment === null) return text;
    const inUniversal = new Date(moment).toISOString();
    // Years of four digits are all that RFC 3339 knows, from 0001 on.
    return /^(?!0000)\d{4}-/.test(inUniversal) ? `${inUniversal.slice(0, second === '' ? 16 : 19)}${fraction}Z` : text;
  };
};

export const standardiseTimes: StepCompiler<'standardiseTimes'> = {
  on: 'table',
  compile: ({ zone }, frame, columns) =>
    patchTexts(frame, columns, inUtc(zone), {
      confidence: 0.99,
      reason: zone === undefined ? 'in UTC' : `in UTC, from ${zone} where no offset is told`,
    }),
};
