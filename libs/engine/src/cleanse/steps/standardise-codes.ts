import type { StepOf } from '@millrace/contracts';
import { countryCode } from '../codes/country';
import { currencyCode } from '../codes/currency';
import { phoneNumber } from '../codes/phone';
import { postcode } from '../codes/postcode';
import { patchTexts } from '../patch-texts';
import type { StepCompiler } from '../step';

const codeOf = (text: string, { kind, callingCode, country }: StepOf<'standardiseCodes'>): string | null => {
  if (kind === 'country') return countryCode(text);
  if (kind === 'currency') return currencyCode(text);
  if (kind === 'phone') return phoneNumber(text, callingCode);
  return country === undefined ? null : postcode(text, country);
};

const standards = { country: 'ISO 3166-1', currency: 'ISO 4217', phone: 'E.164', postcode: 'the country' } as const;

export const standardiseCodes: StepCompiler<'standardiseCodes'> = {
  on: 'table',
  compile: (step, frame, columns) =>
    patchTexts(frame, columns, (text) => codeOf(text, step) ?? text, {
      confidence: 0.99,
      reason: `a ${step.kind} in the form of ${standards[step.kind]}`,
    }),
};
