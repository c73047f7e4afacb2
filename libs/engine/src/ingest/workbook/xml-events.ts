import { Fault } from '@millrace/contracts';
import { parser as createParser } from 'sax';
import { StringDecoder } from 'node:string_decoder';

export interface XmlHandler {
  /** Names come without their namespace prefix. */
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  close?(name: string): void;
  text?(text: string): void;
}

const maxDepth = 100;
const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/**
 * Tells a handler of the elements and texts of an XML document as its bytes come; yields after every chunk, so that the caller can take
 * what the handler collected. No entities but XML's own are expanded.
 * @throws Fault `unreadable-workbook`
 */
export async function* xmlEvents(source: AsyncIterable<Buffer>, handler: XmlHandler): AsyncGenerator<void> {
  const parser = createParser(true, { position: false });
  const decoder = new StringDecoder('utf8');
  let depth = 0;
  let failed: unknown = null;
  parser.onerror = (error) => {
    failed ??= error;
  };
  parser.onopentag = ({ name, attributes }) => {
    depth += 1;
    if (depth > maxDepth) failed ??= new Error('The XML is nested too deep.');
    else handler.open(local(name), attributes as Record<string, string>);
  };
  parser.onclosetag = (name) => {
    depth -= 1;
    handler.close?.(local(name));
  };
  parser.ontext = (text) => handler.text?.(text);
  parser.oncdata = (text) => handler.text?.(text);
  const check = () => {
    if (failed !== null) throw new Fault('unreadable-workbook', 'A part of the workbook is not XML.', { cause: failed });
  };
  for await (const chunk of source) {
    try {
      parser.write(decoder.write(chunk));
    } catch (error) {
      if (error instanceof Fault) throw error;
      failed ??= error;
    }
    check();
    yield;
  }
  if (depth !== 0) failed ??= new Error('The XML ends early.');
  check();
}

/** Reads a whole part whose handler keeps what it needs. */
export const readXml = async (source: AsyncIterable<Buffer>, handler: XmlHandler): Promise<void> => {
  const events = xmlEvents(source, handler);
  for (let next = await events.next(); !next.done;) next = await events.next();
};
