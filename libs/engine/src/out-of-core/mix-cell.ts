import type { TextChunk } from '../columnar/text-chunk';
import { hashBytes, hashed, packBytes } from '../profile/values/hash-bytes';
import { mixKey } from '../profile/values/mix-key';
import type { tokenTest } from './token-test';

const inlineBytes = 12;
const decoder = new TextDecoder();

type IsToken = ReturnType<typeof tokenTest>;

/** Mixes a cell into a hash of three words at `at`; false where it is absent. */
export const mixCell = ({ places, data }: TextChunk, row: number, isToken: IsToken, into: Int32Array, at: number): boolean => {
  const [start, end] = [places[row * 2]!, places[row * 2 + 1]!];
  if (start < 0 || isToken(data, start, end)) return false;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  if (end - start <= inlineBytes) packBytes(data, view, start, end);
  else hashBytes(data, view, start, end);
  mixKey(into, at, end - start, hashed[0]!, hashed[1]!, hashed[2]!);
  return true;
};

/** The text of a cell; null where it is absent. */
export const cellText = ({ places, data }: TextChunk, row: number, isToken: IsToken): string | null => {
  const [start, end] = [places[row * 2]!, places[row * 2 + 1]!];
  return start < 0 || isToken(data, start, end) ? null : decoder.decode(data.subarray(start, end));
};
