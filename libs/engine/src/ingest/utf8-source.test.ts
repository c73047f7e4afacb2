import { Utf8Source } from './utf8-source';

const oddOf = async (chunks: readonly Buffer[], encoding: 'windows-1252' | 'utf-8' | null, isTold = false) => {
  async function* source() {
    await Promise.resolve();
    yield* chunks;
  }
  const utf8 = new Utf8Source(source(), encoding, isTold);
  let text = '';
  for await (const chunk of utf8) text += chunk.toString();
  return { odd: utf8.odd, text };
};
const latin = (text: string) => Buffer.from(text, 'latin1');

it('says where the first bytes are that are no UTF-8', async () => {
  const { odd, text } = await oddOf([latin('a\ncafé\nok\nü,ö\n')], 'windows-1252');
  expect(text).toBe('a\ncafé\nok\nü,ö\n');
  expect(odd).toEqual([
    { byte: 5, line: 2 },
    { byte: 10, line: 4 },
    { byte: 12, line: 4 },
  ]);
});

it('takes no character of UTF-8 for odd, nor one that chunks cut', async () => {
  const bytes = Buffer.concat([Buffer.from('é€😀\n'), latin('é\n')]);
  for (let cut = 1; cut < 9; cut += 1) {
    const { odd } = await oddOf([bytes.subarray(0, cut), bytes.subarray(cut)], 'windows-1252');
    expect([cut, odd]).toEqual([cut, [{ byte: 10, line: 2 }]]);
  }
});

it('names no more than five, far from the start no lines, and none where the caller named the encoding', async () => {
  expect((await oddOf([latin('é\n'.repeat(20))], 'windows-1252')).odd.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5]);
  expect((await oddOf([latin('a\n'), latin('é,b\n')], null)).odd).toEqual([{ byte: 2, line: null }]);
  expect((await oddOf([latin('é\n')], 'windows-1252', true)).odd).toEqual([]);
});
