import type { Run } from '../../libs/contracts/src/index';
import { makeProgress } from './progress.mjs';

const follow = (isTTY: boolean, runs: Partial<Run>[]) => {
  const written: string[] = [];
  const show = makeProgress({ isTTY, write: (text: string | Uint8Array) => written.push(String(text)) > 0 });
  for (const run of runs) show({ state: 'running', ...run } as Run);
  return written;
};
const runs: Partial<Run>[] = [
  { progress: 0, stage: null },
  { progress: 0.25, stage: 'profile' },
  { progress: 0.5, stage: 'profile' },
  { progress: 1, stage: null, state: 'completed' },
];

test('a terminal gets one line that moves, and its end', () => {
  const written = follow(true, runs);
  expect(written).toHaveLength(4);
  expect(written.slice(0, 3).join('')).not.toContain('\n');
  expect(written.at(-1)).toMatch(/100 % {2}done\n$/);
});

test('anything else gets a line for each stage', () => {
  expect(follow(false, runs).map((line) => line.trim().replace(/^\S+\s+/, ''))).toEqual(['0 %  waiting', '25 %  profile', '100 %  done']);
});
