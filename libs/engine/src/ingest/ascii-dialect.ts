import { Fault, type Dialect } from '@millrace/contracts';

type Signs = Pick<Dialect, 'delimiter' | 'quote'>;

const isPlain = (sign: string): boolean => sign === '' || sign.charCodeAt(0) < 128;
const standIns: Signs = { delimiter: '\u001f', quote: '\u001e' };

/** Signs that are one byte each: those of the dialect, or control characters that stand in for what is not ASCII. */
export const asciiSigns = ({ delimiter, quote }: Signs): Signs => ({
  delimiter: isPlain(delimiter) ? delimiter : standIns.delimiter,
  quote: isPlain(quote) ? quote : standIns.quote,
});

/** Which control characters stand for which signs of a dialect. */
export const standInsOf = (signs: Signs): [standIn: string, sign: string][] =>
  (['delimiter', 'quote'] as const).flatMap((sign) => (isPlain(signs[sign]) ? [] : [[standIns[sign], signs[sign]] as [string, string]]));

/** UTF-8 with the signs of a dialect replaced by their ASCII ones. @throws Fault `bad-encoding` where a stand-in is in the text already */
export async function* withAsciiSigns(source: AsyncIterable<Buffer>, signs: Signs): AsyncGenerator<Buffer> {
  const replaced = standInsOf(signs);
  const decoder = new TextDecoder('utf-8');
  const translate = (text: string): Buffer => {
    let found = text;
    for (const [standIn, sign] of replaced) {
      if (text.includes(standIn)) throw new Fault('bad-encoding', `The text holds a control character that stands for "${sign}" here.`);
      found = found.replaceAll(sign, standIn);
    }
    return Buffer.from(found);
  };
  for await (const chunk of source) yield translate(decoder.decode(chunk, { stream: true }));
  yield translate(decoder.decode());
}
