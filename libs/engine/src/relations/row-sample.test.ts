import { RowSample } from './row-sample';

it('takes a small table whole', () => {
  const sample = new RowSample(5, 10);
  expect([...sample.rows]).toEqual([0, 1, 2, 3, 4]);
  expect(sample.isWhole).toBe(true);
});

it('takes one row of each block of neighbouring rows, to the last', () => {
  const sample = new RowSample(1_000_003, 1000);
  expect(sample.rows).toHaveLength(1000);
  expect([...sample.rows].every((row, at) => Math.floor(row / 1001) === at && row < 1_000_003)).toBe(true);
  expect(sample.isWhole).toBe(false);
});

it('does not fall in step with what repeats', () => {
  const sample = new RowSample(1_000_000, 10_000);
  const atStart = sample.rows.filter((row) => row % 100 < 50).length;
  expect(Math.abs(atStart - 5000)).toBeLessThan(200);
});

it('brings the cells of its rows, whatever pieces they come in', () => {
  const sample = new RowSample(1000, 100);
  const view = { table: { classes: new Uint8Array(1000) } };
  for (const [firstRow, length] of [
    [0, 333],
    [333, 1],
    [334, 666],
  ] as const)
    sample.add(
      firstRow,
      Int32Array.from({ length }, (_, at) => firstRow + at),
      length,
    );
  expect([...sample.take(0, view as never).codes]).toEqual([...sample.rows]);
});
