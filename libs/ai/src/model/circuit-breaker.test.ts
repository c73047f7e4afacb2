import { CircuitBreaker } from './circuit-breaker';

const failing = (breaker: CircuitBreaker, times: number) => {
  for (let i = 0; i < times; i += 1) breaker.failed();
};

describe('CircuitBreaker', () => {
  it('opens after the threshold and lets one call through after the cool-down', () => {
    let now = 0;
    const breaker = new CircuitBreaker({ threshold: 3, coolDownMs: 100, now: () => now });
    failing(breaker, 2);
    expect(breaker.allows()).toBe(true);
    breaker.failed();
    expect(breaker.allows()).toBe(false);
    now = 100;
    expect([breaker.allows(), breaker.allows()]).toEqual([true, false]);
    breaker.succeeded();
    expect(breaker.allows()).toBe(true);
  });

  it('counts failures in a row only', () => {
    const breaker = new CircuitBreaker({ threshold: 2 });
    breaker.failed();
    breaker.succeeded();
    breaker.failed();
    expect(breaker.allows()).toBe(true);
  });
});
