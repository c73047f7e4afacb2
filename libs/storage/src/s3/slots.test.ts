import { Slots } from './slots';

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('lets no more go on at once than it has, and all in the end, in order', async () => {
  const slots = new Slots(2);
  const began: number[] = [];
  let [now, most] = [0, 0];
  const work = (at: number) => async () => {
    began.push(at);
    most = Math.max(most, (now += 1));
    await turn();
    now -= 1;
    return at;
  };
  expect(await Promise.all([0, 1, 2, 3, 4].map((at) => slots.use(work(at))))).toEqual([0, 1, 2, 3, 4]);
  expect([began, most]).toEqual([[0, 1, 2, 3, 4], 2]);
});

it('gives the slot of failed work on, and lets who is aborted leave the queue', async () => {
  const slots = new Slots(1);
  let fail: (error: Error) => void = () => undefined;
  const failing = slots.use(() => new Promise((_, reject) => (fail = reject)));
  const abort = new AbortController();
  const aborted = slots.use(() => Promise.resolve('never'), abort.signal);
  const last = slots.use(() => Promise.resolve('last'));
  abort.abort(new Error('given up'));
  await expect(aborted).rejects.toThrow('given up');
  fail(new Error('failed'));
  await expect(failing).rejects.toThrow('failed');
  expect(await last).toBe('last');
  expect(await slots.use(() => Promise.resolve('again'))).toBe('again');
});
