/** Bytes of the white-space character (Unicode White_Space, in UTF-8) that begins at `at`; 0 where none does. */
export const spaceAt = (bytes: Uint8Array, at: number, end: number): number => {
  const a = bytes[at]!;
  if (a <= 32) return a === 32 || (a >= 9 && a <= 13) ? 1 : 0;
  if (a < 0xc2 || at + 1 >= end) return 0;
  const b = bytes[at + 1]!;
  if (a === 0xc2) return b === 0xa0 || b === 0x85 ? 2 : 0;
  if (a < 0xe1 || a > 0xe3 || at + 2 >= end) return 0;
  const c = bytes[at + 2]!;
  const isSpace =
    (a === 0xe1 && b === 0x9a && c === 0x80) ||
    (a === 0xe2 && b === 0x80 && (c <= 0x8a || c === 0xa8 || c === 0xa9 || c === 0xaf)) ||
    (a === 0xe2 && b === 0x81 && c === 0x9f) ||
    (a === 0xe3 && b === 0x80 && c === 0x80);
  return isSpace ? 3 : 0;
};

/** Bytes of the white-space character that ends just before `end`; 0 where none does. */
export const spaceBefore = (bytes: Uint8Array, start: number, end: number): number => {
  for (let width = 1; width <= 3 && end - width >= start; width += 1) if (spaceAt(bytes, end - width, end) === width) return width;
  return 0;
};
