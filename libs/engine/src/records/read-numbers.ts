import { plainNumber } from '../cleanse/steps/parse-numbers';
import { parsedNumber, parseNumber } from '../profile/values/parse-number';
import { proofsOf, wayOf, type Both, type Reading } from './reading';

const encoder = new TextEncoder();
const plain = { '.': plainNumber('.', 'share'), ',': plainNumber(',', 'share') } as const;

const numberOf = (text: string): number | null => {
  const bytes = encoder.encode(text);
  return parseNumber(bytes, 0, bytes.length) === null ? null : parsedNumber.value;
};

/** A number by either sign before its fraction, the point and the comma. */
const numbers = (cell: string): Both => {
  const text = cell.trim();
  const [withPoint, withComma] = [numberOf(plain['.'](text)), plain[','](text)];
  return [withPoint, withComma === text && text.includes('.') ? null : numberOf(withComma)];
};

/** How the numbers of a column are read: the sign before fractions is decided once for all of it; a point where nothing says otherwise. */
export const readNumbers = (texts: readonly string[]): Reading => {
  const { one: point, other: comma } = proofsOf(texts, numbers);
  const ways = comma ? (point ? ([0, 1] as const) : ([1] as const)) : ([0] as const);
  return {
    ways: ways.map((way) => wayOf(numbers, way)),
    advice: 'Put parseNumbers with its "decimal", "." or ",", for that column before it: you know which is right.',
  };
};

/** Whether a text can be a number only with a comma before its fraction. */
export const isOnlyWithComma = (text: string): boolean => {
  const [point, comma] = numbers(text);
  return point === null && comma !== null;
};

/** Whether most texts are numbers. */
export const areNumbers = (texts: readonly string[]): boolean =>
  texts.filter((text) => numbers(text).some((number) => number !== null)).length * 2 >= texts.length;
