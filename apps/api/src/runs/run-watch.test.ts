import { setTimeout as sleep } from 'node:timers/promises';
import { RunWatch } from './run-watch';

test('one query serves all readers, and only a change wakes them', async () => {
  const marks = new Map([
    ['a', '1'],
    ['b', '1'],
  ]);
  const asked: string[][] = [];
  const watch = new RunWatch(
    (ids) => {
      asked.push([...ids]);
      return Promise.resolve(marks);
    },
    () => undefined,
  );
  try {
    // The first look at a run wakes its readers: the run may have changed before they came.
    await Promise.all([watch.next('a', 5000), watch.next('a', 5000), watch.next('b', 5000)]);
    expect(asked.at(-1)).toEqual(['a', 'b']);
    const woken: string[] = [];
    void watch.next('a', 5000).then(() => woken.push('a'));
    const b = watch.next('b', 5000).then(() => woken.push('b'));
    await sleep(250);
    expect(woken).toEqual([]);
    marks.set('b', '2');
    await b;
    expect(woken).toEqual(['b']);
    await watch.next('b', 150);
    expect(woken).toEqual(['b']);
    marks.set('a', '2');
    await sleep(250);
  } finally {
    await watch.stop();
  }
});
