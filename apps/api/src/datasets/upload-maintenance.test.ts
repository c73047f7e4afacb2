import { sweepAgeMs } from './upload-maintenance';

const anHour = 3_600_000;

it.each([
  ['as configured', 24, 1024, 24 * anHour],
  ['longer where a part may take hours', 1, 512, (2 * 8 * 1024 * 1024 * 1000) / 512],
  ['very long where nothing bounds how slow an upload is', 24, 0, 2 * 8 * 1024 * 1024 * 1000],
])('what is unfinished is removed after a time: %s', (_, UPLOAD_SWEEP_HOURS, UPLOAD_MIN_BYTES_PER_SECOND, expected) => {
  expect(sweepAgeMs({ UPLOAD_SWEEP_HOURS, UPLOAD_MIN_BYTES_PER_SECOND })).toBe(expected);
});
