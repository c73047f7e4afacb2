import type { Profile, TimeSeries } from '@millrace/contracts';
import { percent, plain, text } from './markup';

const [width, height] = [720, 90];
const units: readonly (readonly [string, number])[] = [
  ['days', 86_400_000],
  ['hours', 3_600_000],
  ['minutes', 60_000],
  ['seconds', 1000],
];

const lengthText = (ms: number): string => {
  const [name, size] = units.find(([, one]) => ms >= one) ?? ['ms', 1];
  return `${plain.format(ms / size)} ${name}`;
};
const dateText = (time: number): string => new Date(time).toISOString().replace('T00:00:00.000Z', '').replace('.000Z', 'Z');

const bars = ({ counts, starts, unit }: TimeSeries['volume']): string => {
  const most = Math.max(1, ...counts);
  const step = width / counts.length;
  const marks = counts.map((count, at) => {
    const tall = (count / most) * height;
    return `<rect x="${(at * step).toFixed(1)}" y="${(height - tall).toFixed(1)}" width="${Math.max(0.5, step - 1).toFixed(1)}" height="${tall.toFixed(1)}"><title>${dateText(starts[at] ?? 0)}: ${plain.format(count)}</title></rect>`;
  });
  return `<svg viewBox="0 0 ${width} ${height}" width="100%" height="${height}" preserveAspectRatio="none" fill="var(--accent)" role="img" aria-label="Rows by ${unit}, at most ${plain.format(most)}">${marks.join('')}</svg>`;
};

/** The table along its time column. */
export const timeSeriesSection = ({ timeSeries }: Profile): string => {
  if (timeSeries === undefined) return '';
  const { column, from, to, points, distinct, isOrdered, step, gaps, volume, trend, season } = timeSeries;
  const facts: [string, string][] = [
    ['From, to', `${dateText(from)} – ${dateText(to)}`],
    ['Rows with a time', `${plain.format(points)}, ${plain.format(distinct)} different, ${isOrdered ? 'in order' : 'not in order'}`],
    [
      'Step',
      step.isRegular
        ? `${lengthText(step.modalMs)} in ${percent.format(step.modalShare)}`
        : `irregular, median ${lengthText(step.medianMs)}`,
    ],
    [
      'Gaps',
      `${plain.format(gaps.count)} above ${lengthText(gaps.aboveMs)}${gaps.missing === null ? '' : `, ${plain.format(gaps.missing)} times missing`}`,
    ],
    ...(trend
      ? [['Trend', `${percent.format(trend.change)} a ${volume.unit} (R² ${trend.r2.toFixed(2)})`] satisfies [string, string]]
      : []),
    ...(season
      ? [['Season', `autocorrelation ${season.autocorrelation.toFixed(2)} at ${season.lag} ${volume.unit}s`] satisfies [string, string]]
      : []),
  ];
  return `<h2>Over time</h2><p>Along <b>${text(column)}</b>, rows by ${volume.unit}.</p>${bars(volume)}<table><tbody>${facts.map(([name, value]) => `<tr><th scope="row">${name}</th><td>${value}</td></tr>`).join('')}</tbody></table>`;
};
