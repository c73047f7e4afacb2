import { recipeSchema } from '../../libs/contracts/src/index';
import { messySample, sampleRecipe } from './sample.mjs';

test('the sample is the same every time, about 5,000 rows, and holds each fault that it promises', () => {
  const sample = messySample();
  expect(messySample()).toBe(sample);
  const lines = sample.trimEnd().split('\n');
  expect(lines.length).toBeGreaterThan(5000);
  expect(lines.length).toBeLessThan(5200);
  const cells = lines.slice(1).map((line) => line.split(','));
  expect(new Set(lines).size).toBeLessThan(lines.length);
  expect(cells.some(({ length }) => length === 5)).toBe(true);
  for (const fault of [/,N\/A,/, /, {2}\w/, /a dozen/, /"[\d]+,[\d.]+"/, /,\d\d\/\d\d\/\d{4},/, /,\d{4}-\d\d-\d\d,/, /,0\d{4},/, /""/])
    expect(sample).toMatch(fault);
});

test('its recipe is one', () => {
  expect(recipeSchema.safeParse(sampleRecipe).success).toBe(true);
});
