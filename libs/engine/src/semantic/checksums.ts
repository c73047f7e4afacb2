const zero = 48;
const digitAt = (digits: string, at: number): number => digits.charCodeAt(at) - zero;

/** ISO/IEC 7812-1, annex B: the Luhn sum of a string of digits is a multiple of ten. */
export const passesLuhn = (digits: string): boolean => {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = digitAt(digits, digits.length - 1 - at);
    const doubled = digit * 2;
    sum += at % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return digits.length > 1 && sum % 10 === 0;
};

/** ISO 7064 mod 97-10 of a string of digits and letters (A = 10 … Z = 35), without big integers. */
export const mod97 = (text: string): number => {
  let rest = 0;
  for (const character of text) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
};

/** GS1 General Specifications 7.9: weights 3 and 1 from the right, check digit included. */
export const passesGs1 = (digits: string): boolean => {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) sum += digitAt(digits, digits.length - 1 - at) * (at % 2 === 0 ? 1 : 3);
  return sum % 10 === 0;
};

/** ISO 2108: ten characters, weights 10 to 1, `X` for ten in the last place, a multiple of eleven. */
export const passesIsbn10 = (characters: string): boolean => {
  let sum = 0;
  for (let at = 0; at < 10; at++) sum += (characters[at] === 'X' ? 10 : digitAt(characters, at)) * (10 - at);
  return sum % 11 === 0;
};

/** ISO 7064 mod 11,10 of a string of digits, check digit last. */
export const passesMod11With10 = (digits: string): boolean => {
  let product = 10;
  for (let at = 0; at < digits.length - 1; at++) {
    const sum = (digitAt(digits, at) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (product + digitAt(digits, digits.length - 1)) % 10 === 1;
};

/** Σ digit × weight over the leading digits. */
export const weightedSum = (digits: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, at) => sum + weight * digitAt(digits, at), 0);
