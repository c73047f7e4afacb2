import { headerFindings, uniqueNames } from './column-names';

it('mends names that are blank or repeat others', () => {
  const { names, repairs } = uniqueNames([' a ', '', 'a', 'column_2']);
  expect(names).toEqual(['a', 'column_2_2', 'a_2', 'column_2']);
  expect(headerFindings(repairs)).toMatchObject([{ rule: 'repairedHeader', measured: 2 }]);
});

it('shortens very long names, keeps them apart, and says so', () => {
  const long = 'n'.repeat(70_000);
  const { names, repairs } = uniqueNames([long, `${long}x`, 'b']);
  expect(new Set(names).size).toBe(3);
  expect(Math.max(...names.map((name) => name.length))).toBeLessThanOrEqual(500);
  const [finding] = headerFindings(repairs);
  expect(finding).toMatchObject({ measured: 2 });
  expect(finding!.message.length).toBeLessThan(500);
});
