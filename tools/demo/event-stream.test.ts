import { eventsOf } from './event-stream.mjs';

const collect = async (chunks: readonly (string | Uint8Array)[]) => {
  const bytes = chunks.map((chunk) => (typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk));
  const events: string[] = [];
  for await (const data of eventsOf(ReadableStream.from<Uint8Array>(bytes))) events.push(data);
  return events;
};

test('events come whole, however they are cut', async () => {
  const text = new TextEncoder().encode('event: a\ndata: {"x":"é"}\n\n: still there\n\ndata:two\ndata: lines\n\n');
  for (let at = 1; at < text.length; at += 1)
    expect(await collect([text.slice(0, at), text.slice(at)])).toEqual(['{"x":"é"}', 'two\nlines']);
});

test('line ends of Windows are line ends, and an event that was cut off is none', async () => {
  expect(await collect(['data: one\r\n\r\ndata: tw'])).toEqual(['one']);
});
