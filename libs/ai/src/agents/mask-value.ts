const longest = 40;

/** A value's shape without its content: upper-case letters A, lower-case a, other letters x, digits 9; the rest stays. Cut at 40 characters. */
export const maskValue = (value: string): string =>
  Array.from(value)
    .slice(0, longest)
    .map((character) =>
      /\p{Lu}/u.test(character)
        ? 'A'
        : /\p{Ll}/u.test(character)
          ? 'a'
          : /\p{L}/u.test(character)
            ? 'x'
            : /\p{N}/u.test(character)
              ? '9'
              : character,
    )
    .join('');
