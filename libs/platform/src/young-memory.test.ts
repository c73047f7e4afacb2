import { YoungMemory } from './young-memory';

/** Bytes of buffers that V8 knows of after so many megabytes have been made and let go. */
const left = (megabytes: number, each: () => void): number => {
  for (let at = 0; at < megabytes * 16; at += 1) {
    Buffer.allocUnsafeSlow(64 * 1024);
    each();
  }
  return process.memoryUsage().arrayBuffers;
};

it('leaves little of what has passed', () => {
  const young = new YoungMemory(1024 * 1024);
  const before = process.memoryUsage().arrayBuffers;
  expect(left(20, () => young.passed(64 * 1024)) - before).toBeLessThan(2 * 1024 * 1024);
});
