import type { StepOf } from '@millrace/contracts';

type Country = NonNullable<StepOf<'standardiseCodes'>['country']>;

/** The form of a postcode without blanks and hyphens, and how it is written. */
const forms: Readonly<Record<Country, readonly [form: RegExp, written: string]>> = {
  GB: [/^([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})$/, '$1 $2'],
  NL: [/^([1-9]\d{3})([A-Z]{2})$/, '$1 $2'],
  CA: [/^([A-Z]\d[A-Z])(\d[A-Z]\d)$/, '$1 $2'],
  US: [/^(\d{5})(\d{4})$/, '$1-$2'],
  SE: [/^(\d{3})(\d{2})$/, '$1 $2'],
  PL: [/^(\d{2})(\d{3})$/, '$1-$2'],
  PT: [/^(\d{4})(\d{3})$/, '$1-$2'],
  BR: [/^(\d{5})(\d{3})$/, '$1-$2'],
  JP: [/^(\d{3})(\d{4})$/, '$1-$2'],
};

/** A postcode in capitals, with the blank or hyphen that it has in its country; null for what is none. */
export const postcode = (text: string, country: Country): string | null => {
  const signs = text.trim().toUpperCase().replace(/[\s-]/g, '');
  const [form, written] = forms[country];
  if (form.test(signs)) return signs.replace(form, written);
  return country === 'US' && /^\d{5}$/.test(signs) ? signs : null;
};
