import type { Run } from '../../libs/contracts/src/index.ts';

const width = 24;
const bar = (share: number): string =>
  `${'█'.repeat(Math.round(share * width)).padEnd(width, '░')} ${String(Math.round(share * 100)).padStart(3)} %`;

/** Shows a run's progress: one line that moves on a terminal, a line for each new stage anywhere else. */
export const makeProgress = (stream: Pick<NodeJS.WriteStream, 'write'> & { readonly isTTY?: boolean }): ((run: Run) => void) => {
  let last = '';
  return ({ progress, state, stage }) => {
    const at = state === 'completed' ? 'done' : (stage ?? 'waiting');
    if (stream.isTTY) stream.write(`\r\u001b[2K  ${bar(progress)}  ${at}${state === 'completed' ? '\n' : ''}`);
    else if (at !== last) stream.write(`  ${bar(progress)}  ${at}\n`);
    last = at;
  };
};
