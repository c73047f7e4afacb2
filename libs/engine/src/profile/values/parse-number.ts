/** What a text that looks like a number is. A `code` would lose something as a number: leading zeros, a plus sign, `1e5`. */
export type NumberForm = 'integer' | 'decimal' | 'code';

/** The last number that `parseNumber` read. */
export const parsedNumber = {
  value: 0,
  /** Digits after the decimal point; -1 where there is an exponent. */
  decimals: 0,
};

const powers = Array.from({ length: 23 }, (_, at) => 10 ** at);
const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 48 && byte <= 57;
/** So many digits fit a double without loss, and one division by a power of ten below 10²³ then rounds right (Clinger 1990). */
const exactDigits = 15;

const slowly = (bytes: Uint8Array, start: number, end: number): number => {
  let text = '';
  for (let at = start; at < end; at += 1) text += String.fromCharCode(bytes[at]!);
  return Number(text);
};

/** Reads ASCII digits as a number; null for what is none. Sets `parsedNumber`, rounded to the nearest double. */
export const parseNumber = (bytes: Uint8Array, start: number, end: number): NumberForm | null => {
  let at = start;
  const sign = bytes[at];
  if (sign === 45 || sign === 43) at += 1;
  const whole = at;
  let mantissa = 0;
  let digits = 0;
  for (; at < end && isDigit(bytes[at]); at += 1) {
    mantissa = mantissa * 10 + bytes[at]! - 48;
    if (mantissa > 0) digits += 1;
  }
  const wholeDigits = at - whole;
  let decimals = 0;
  if (at < end && bytes[at] === 46) {
    at += 1;
    for (; at < end && isDigit(bytes[at]); at += 1) {
      mantissa = mantissa * 10 + bytes[at]! - 48;
      if (mantissa > 0) digits += 1;
      decimals += 1;
    }
    if (decimals === 0) return null;
  }
  if (wholeDigits === 0 && decimals === 0) return null;
  let isCode = sign === 43 || (wholeDigits > 1 && bytes[whole] === 48);
  let hasExponent = false;
  if (at < end && (bytes[at] === 101 || bytes[at] === 69)) {
    hasExponent = true;
    at += 1;
    const isSigned = bytes[at] === 43 || bytes[at] === 45;
    if (isSigned) at += 1;
    const first = at;
    while (at < end && isDigit(bytes[at])) at += 1;
    if (at === first) return null;
    // Without a point or a sign it may be a code, such as 1e5; `0e-5` and `.5e3` are nobody's way to write a number.
    if ((decimals === 0 && (!isSigned || bytes[whole] === 48)) || wholeDigits === 0) isCode = true;
  }
  if (at !== end) return null;
  if (hasExponent || digits > exactDigits || decimals > 22) parsedNumber.value = slowly(bytes, start, end);
  else {
    const value = decimals === 0 ? mantissa : mantissa / powers[decimals]!;
    parsedNumber.value = sign === 45 && value !== 0 ? -value : value;
  }
  parsedNumber.decimals = hasExponent ? -1 : decimals;
  return isCode ? 'code' : decimals > 0 || hasExponent ? 'decimal' : 'integer';
};
