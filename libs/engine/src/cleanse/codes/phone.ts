/** Digits that E.164 allows in all, and how few still make a number that can be called from abroad. */
const [least, most] = [7, 15];

/** A phone number as E.164; null for what is none, or has no country's code where none is given. */
export const phoneNumber = (text: string, callingCode: string | undefined): string | null => {
  const written = text.trim();
  if (!/^\+?[\d\s()./-]+$/.test(written)) return null;
  // In +49 (0)30 the zero is for callers within the country.
  const digits = written.replace(/^(\+|00)(.*?)\(0\)/, '$1$2').replace(/\D/g, '');
  const abroad = written.startsWith('+') ? digits : digits.startsWith('00') ? digits.slice(2) : null;
  const whole = abroad ?? (callingCode !== undefined && digits.startsWith('0') ? callingCode + digits.slice(1) : null);
  return whole !== null && whole.length >= least && whole.length <= most && !whole.startsWith('0') ? `+${whole}` : null;
};
