import { HostPressure, readMachineMemory } from './host-pressure';

const watch = (usedBytes: number, jobs: readonly [need: number, used: number][]) => {
  const log: string[] = [];
  const overdrawn = jobs.map(([needBytes, used]) => ({
    needBytes,
    usedBytes: () => used,
    end: () => void log.push(`end ${needBytes}`),
    handBack: () => void log.push(`hand back ${needBytes}`),
  }));
  const pressure = new HostPressure(
    () => Promise.resolve({ usedBytes, limitBytes: 100 }),
    () => overdrawn,
    (share) => void log.push(`at ${share}`),
  );
  return { pressure, log };
};

test.each([
  [79, false, []],
  [80, true, []],
  [95, true, ['hand back 30', 'at 0.95']],
])('at %d %% of the memory it is pressed: %s', async (used, isPressed, expected) => {
  const { pressure, log } = watch(used, [
    [50, 40],
    [30, 29],
    [20, 15],
  ]);
  await pressure.look();
  expect(pressure.isPressed).toBe(isPressed);
  expect(log).toEqual(expected);
});

test('ends the one that is furthest over its need as out of memory', async () => {
  const { pressure, log } = watch(96, [
    [50, 51],
    [20, 24],
    [30, 29],
  ]);
  await pressure.look();
  expect(log).toEqual(['end 20', 'at 0.96']);
});

test('has nobody to end, and says nothing', async () => {
  const { pressure, log } = watch(99, []);
  await pressure.look();
  expect([pressure.isPressed, log]).toEqual([true, []]);
});

test('reads this machine', async () => {
  const memory = await readMachineMemory(null);
  expect(memory!.usedBytes).toBeGreaterThan(0);
  expect(memory!.usedBytes).toBeLessThan(memory!.limitBytes);
});
