import { parsePhoneNumberFromString, type PhoneNumber } from 'libphonenumber-js';

const digitsOf = (text: string): string => text.replace(/\D/g, '');

/** With the prefix for calls abroad as a plus sign: 00, and 011 from North America. */
const withPlus = (text: string, callingCode: string | undefined): string =>
  text.replace(callingCode === '1' ? /^(?:00|011)(?=[\s\d])/ : /^00/, '+');

/** Whether the digits are the whole number as it is dialled within its country: what lacks the zero for that may be a number within a town. */
const isWhole = (number: PhoneNumber, digits: string, callingCode: string): boolean => {
  if (callingCode === '1' && digits === digitsOf(number.number)) return true;
  if (digits !== digitsOf(number.formatNational())) return false;
  return digits.startsWith('0') || parsePhoneNumberFromString(`0${digits}`, { defaultCallingCode: callingCode })?.number !== number.number;
};

/** A phone number as E.164, by the numbering plans of libphonenumber; null for what is none, or has no country's code where none is given. */
export const phoneNumber = (text: string, callingCode: string | undefined): string | null => {
  const written = text.trim();
  if (!/^\+?[\d\s()./-]+$/.test(written)) return null;
  const dialled = withPlus(written, callingCode);
  const number = parsePhoneNumberFromString(dialled, callingCode === undefined ? undefined : { defaultCallingCode: callingCode });
  if (!number?.isValid()) return null;
  return dialled.startsWith('+') || (callingCode !== undefined && isWhole(number, digitsOf(written), callingCode)) ? number.number : null;
};
