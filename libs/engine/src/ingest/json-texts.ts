import { Fault } from '@millrace/contracts';
import { isUtf8 } from 'node:buffer';
import { ByteWindow } from './byte-window';
import type { IngestLimits } from './limits';

/** The text of one JSON value and the 1-based line on which it begins; `bytes` only where they are not UTF-8. */
export interface JsonText {
  readonly text: string;
  readonly line: number;
  readonly bytes: Buffer | null;
}

const [lf, quote, backslash, comma, open, close, openBrace, closeBrace] = [10, 34, 92, 44, 91, 93, 123, 125];
const isSpace = (byte: number | undefined): boolean => byte === 32 || byte === lf || byte === 13 || byte === 9;

const tooLong = (line: number, limits: IngestLimits): Fault =>
  new Fault('line-too-long', `The JSON on line ${line} has more than ${limits.maxLineChars} characters.`, { place: { line } });

const jsonText = (bytes: Buffer, line: number): JsonText => ({
  text: bytes.toString('utf8'),
  line,
  bytes: isUtf8(bytes) ? null : Buffer.from(bytes),
});

/**
 * The lines of JSON lines that are not blank, in batches that are read once, before the next is asked for.
 * @throws Fault `line-too-long`
 */
export async function* jsonLines(source: AsyncIterable<Buffer>, limits: IngestLimits): AsyncGenerator<Iterable<JsonText>> {
  const window = new ByteWindow();
  let line = 0;
  function* cut(isLast: boolean): Generator<JsonText> {
    let from = 0;
    while (from < window.length) {
      const found = window.bytes.indexOf(lf, from);
      const hasEnd = found >= 0 && found < window.length;
      if (!hasEnd && !isLast) break;
      const to = hasEnd ? found : window.length;
      line += 1;
      const one = jsonText(window.bytes.subarray(from, to), line);
      if (one.text.trim() !== '') yield one;
      from = Math.min(window.length, to + 1);
    }
    window.drop(from);
    if (window.length > limits.maxLineChars) throw tooLong(line + 1, limits);
  }
  for await (const chunk of source) {
    window.append(chunk);
    yield cut(false);
  }
  yield cut(true);
}

/**
 * The elements of one JSON array, in batches that are read once, before the next is asked for: its brackets and strings are followed in
 * the bytes, so that no more than one element is ever held.
 * @throws Fault `unreadable-json`, `too-deep`, `line-too-long`
 */
export async function* jsonElements(source: AsyncIterable<Buffer>, limits: IngestLimits): AsyncGenerator<Iterable<JsonText>> {
  const window = new ByteWindow();
  let [at, start, depth, inString, line, startLine, isOver] = [0, -1, 0, false, 1, 1, false];
  const broken = (what: string): Fault => new Fault('unreadable-json', `${what} on line ${line}.`, { place: { line } });
  function* scan(): Generator<JsonText> {
    const { bytes, length } = window;
    for (; at < length; at += 1) {
      const byte = bytes[at] as number;
      if (inString) {
        if (byte === backslash) at += 1;
        else if (byte === quote) inString = false;
        continue;
      }
      if (byte === lf) line += 1;
      if (isSpace(byte)) continue;
      if (isOver) throw broken('Something follows the array');
      if (depth === 0) {
        if (byte !== open) throw broken('The document is not an array');
        depth = 1;
        continue;
      }
      if (depth === 1 && (byte === comma || byte === close)) {
        if (start >= 0) yield jsonText(bytes.subarray(start, at), startLine);
        start = -1;
        if (byte === close) [depth, isOver] = [0, true];
        continue;
      }
      if (start < 0) [start, startLine] = [at, line];
      if (byte === quote) inString = true;
      else if (byte === open || byte === openBrace) {
        depth += 1;
        if (depth > limits.maxJsonDepth + 1)
          throw new Fault('too-deep', `Line ${line} is nested deeper than ${limits.maxJsonDepth} levels.`, { place: { line } });
      } else if (byte === close || byte === closeBrace) depth -= 1;
    }
    const done = start < 0 ? Math.min(at, length) : start;
    window.drop(done);
    at -= done;
    if (start >= 0) start = 0;
    if (window.length > limits.maxLineChars) throw tooLong(startLine, limits);
  }
  for await (const chunk of source) {
    window.append(chunk);
    yield scan();
  }
  if (!isOver) throw broken('The document ends before its array does,');
}
