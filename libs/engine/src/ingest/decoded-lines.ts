import { Fault, type Dialect } from '@millrace/contracts';
import { isUtf8 } from 'node:buffer';
import type { IngestLimits } from './limits';

const labels: Record<Dialect['encoding'], string> = {
  'utf-8': 'utf-8',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
  latin1: 'windows-1252',
  'windows-1252': 'windows-1252',
};

const badText = (line: number, what: string): Fault => new Fault('bad-encoding', `Line ${line} ${what}.`, { place: { line } });

/** The line, counted from `firstLine`, in which a chunk stops being UTF-8. */
const badLine = (chunk: Uint8Array, firstLine: number): number => {
  let line = firstLine;
  const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  for (let at = 0; at < buffer.length;) {
    const next = buffer.indexOf(10, at);
    const end = next < 0 ? buffer.length : next;
    if (next >= 0 && !isUtf8(buffer.subarray(at, end))) return line;
    line += next < 0 ? 0 : 1;
    at = end + 1;
  }
  return line;
};

/**
 * Physical lines without their ends, in batches, however the chunks cut them. A lone CR ends a line only in a CR dialect.
 * @throws Fault `bad-encoding`, `line-too-long`, with the 1-based line
 */
export async function* decodedLines(
  source: AsyncIterable<Uint8Array>,
  { encoding, lineEnd }: Pick<Dialect, 'encoding' | 'lineEnd'>,
  limits: Pick<IngestLimits, 'maxLineChars'>,
): AsyncGenerator<string[]> {
  const decoder = new TextDecoder(labels[encoding], { fatal: true });
  let [rest, line] = ['', 1];
  const cut = (text: string, isLast: boolean): string[] => {
    if (text.includes('\0')) throw badText(line + text.slice(0, text.indexOf('\0')).split('\n').length - 1, 'holds a NUL byte');
    const lines = lineEnd === '\r' ? text.split(/\r\n|\r|\n/) : text.split('\n');
    rest = isLast ? '' : (lines.pop() ?? '');
    if (isLast && lines.at(-1) === '') lines.pop();
    line += lines.length;
    if (rest.length > limits.maxLineChars)
      throw new Fault('line-too-long', `Line ${line} has more than ${limits.maxLineChars} characters.`, { place: { line } });
    return lineEnd === '\r' ? lines : lines.map((one) => (one.endsWith('\r') ? one.slice(0, -1) : one));
  };
  const decode = (chunk: Uint8Array | undefined): string => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch (error) {
      throw new Fault('bad-encoding', `Line ${chunk ? badLine(chunk, line) : line} is not ${encoding}.`, {
        place: { line: chunk ? badLine(chunk, line) : line },
        cause: error,
      });
    }
  };
  for await (const chunk of source) {
    const text = rest + decode(chunk);
    // A CR at the very end may be the first half of a CRLF.
    if (lineEnd === '\r' && text.endsWith('\r')) {
      rest = text;
      continue;
    }
    const lines = cut(text, false);
    if (lines.length > 0) yield lines;
  }
  const lines = cut(rest + decode(undefined), true);
  if (lines.length > 0) yield lines;
}
