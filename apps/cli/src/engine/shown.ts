const mostText = 60;

/** A cell for a terminal, on one line: JSON leaves no control character as it is. */
export const shown = (text: string | null): string =>
  text === null ? 'absent' : JSON.stringify(text.length > mostText ? `${text.slice(0, mostText - 1)}…` : text);

/** A text for a terminal that holds nothing which would act on it. */
export const harmless = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, '\ufffd');
