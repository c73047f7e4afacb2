import { sayBytes } from './expected-wait';

export interface ScaledClass {
  readonly queue: string;
  readonly ready: number;
  readonly readyBytes: number;
  readonly running: number;
  readonly oldestSeconds: number;
  /** Live hosts that its jobs fit. */
  readonly hosts: number;
  /** Null where no live host is large enough. */
  readonly expectedWaitSeconds: number | null;
}

export interface Advice {
  readonly action: 'scaleOut' | 'scaleIn' | 'stay';
  /** The class that it is about; null for all. */
  readonly queue: string | null;
  readonly reason: string;
}

const longWaitSeconds = 60;
const idleShare = 0.1;

/** What an operator would do about what waits: more workers for a class whose jobs wait long or fit none, fewer where nothing waits and little runs. */
export const scaleAdvice = (classes: readonly ScaledClass[], hosts: number, reservedShare: number): Advice[] => {
  const out = classes
    .filter(({ ready }) => ready > 0)
    .flatMap(({ queue, ready, readyBytes, hosts: able, expectedWaitSeconds, oldestSeconds }): Advice[] => {
      const what = `${ready} ready, ${sayBytes(readyBytes)} in all`;
      if (able === 0) return [{ action: 'scaleOut', queue, reason: `${what}; no live worker is large enough` }];
      const wait = Math.max(oldestSeconds, expectedWaitSeconds ?? 0);
      return wait > longWaitSeconds ? [{ action: 'scaleOut', queue, reason: `${what}; the wait is ${Math.round(wait)} s` }] : [];
    });
  if (out.length > 0) return out;
  const isIdle = hosts > 1 && reservedShare < idleShare && classes.every(({ ready }) => ready === 0);
  return [
    isIdle
      ? { action: 'scaleIn', queue: null, reason: `nothing waits and ${Math.round(reservedShare * 100)} % of the memory is reserved` }
      : { action: 'stay', queue: null, reason: 'nothing waits long' },
  ];
};
