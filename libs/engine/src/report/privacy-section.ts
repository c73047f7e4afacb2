import type { Privacy, Profile } from '@millrace/contracts';
import { percent, plain, text } from './markup';

const shownColumns = 100;

const row = ({ name, types, risk, suggested }: Privacy['columns'][number]): string => {
  const what = types.map(({ type, share, by, isWithin }) => {
    const how = by === 'company' ? 'by the other columns' : `by ${by}`;
    return `${type.replaceAll('-', ' ')} <span class="muted">(${percent.format(share)}${isWithin ? ', within texts' : ''}, ${how})</span>`;
  });
  return `<tr><td>${text(name)}</td><td>${what.join(', ')}</td><td>${risk}</td><td>${suggested}</td></tr>`;
};

const anonymityMarkup = ({ columns, smallestK, aloneShare, belowFiveShare }: NonNullable<Privacy['anonymity']>): string =>
  `<p>By ${columns.map((name) => `<code>${text(name)}</code>`).join(', ')} together, ${percent.format(aloneShare)} of the rows are told from all others, and ${percent.format(belowFiveShare)} from all but three or fewer. The smallest group has ${plain.format(smallestK)} ${smallestK === 1 ? 'row' : 'rows'}.</p>`;

/** What was found of personal data, as a part of the page; nothing where there is none. */
export const privacySection = ({ privacy }: Profile): string => {
  if (privacy === undefined || privacy.columns.length === 0) return '';
  const { columns, anonymity } = privacy;
  const more = columns.length > shownColumns ? `<p class="muted">${columns.length - shownColumns} more are in profile.json.</p>` : '';
  return `<h2>Personal data</h2><table id="privacy"><thead><tr><th>Column</th><th>What</th><th>Risk</th><th>Suggested</th></tr></thead><tbody>${columns.slice(0, shownColumns).map(row).join('')}</tbody></table>${more}${anonymity === null ? '' : anonymityMarkup(anonymity)}`;
};
