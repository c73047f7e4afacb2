/**
 * The cells of one record that a scanner found, in a record's own text. A doubled quote inside quotes is a quote; a quote inside a bare cell
 * is text; spaces after a closing quote are dropped.
 * @returns null when there is more than spaces after a closing quote
 */
export const cellsOf = (text: string, delimiter: string, quote: string): string[] | null => {
  if (quote === '' || !text.includes(quote)) return text.split(delimiter);
  const cells: string[] = [];
  for (let at = 0; ;) {
    if (text[at] !== quote) {
      const stop = text.indexOf(delimiter, at);
      cells.push(text.slice(at, stop < 0 ? undefined : stop));
      if (stop < 0) return cells;
      at = stop + 1;
      continue;
    }
    let cell = '';
    for (at += 1; ; at += 2) {
      const close = text.indexOf(quote, at);
      if (close < 0) return null;
      cell += text.slice(at, close);
      at = close;
      if (text[at + 1] !== quote) break;
      cell += quote;
    }
    cells.push(cell);
    at += 1;
    while (text[at] === ' ') at += 1;
    if (at >= text.length) return cells;
    if (text[at] !== delimiter) return null;
    at += 1;
  }
};
