import { queuesWithin } from './queues-within';

const MB = 1024 * 1024;

test('a host subscribes to the classes that can hold a job within its budget', () => {
  expect(queuesWithin(300 * MB)).toEqual(['data-512mb']);
  expect(queuesWithin(512 * MB)).toEqual(['data-512mb']);
  expect(queuesWithin(700 * MB)).toEqual(['data-1gb', 'data-512mb']);
  expect(queuesWithin(100_000 * MB)).toHaveLength(7);
  expect(queuesWithin(0)).toEqual([]);
});
