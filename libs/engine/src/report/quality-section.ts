import type { Profile, QualityDimension } from '@millrace/contracts';
import { plain, text } from './markup';

const titles: Readonly<Record<QualityDimension, string>> = {
  completeness: 'Completeness',
  validity: 'Validity',
  uniqueness: 'Uniqueness',
  consistency: 'Consistency',
  timeliness: 'Timeliness',
};
const shownRules = 200;

/** Rounded down: what is not quite right must not look so. */
export const shownScore = (score: number | null): string => (score === null ? 'not measured' : (Math.floor(score * 10) / 10).toFixed(1));

const ruleText = ({ rule }: NonNullable<Profile['suggestedRules']>[number]): string => {
  const { kind, ...rest } = rule;
  return `${kind} ${JSON.stringify(rest)}`;
};

/** The quality of the table, and the rules that its figures suggest. */
export const qualitySection = ({ quality, suggestedRules = [] }: Profile): string => {
  if (quality === undefined) return '';
  const lines = Object.entries(quality.dimensions).map(
    ([name, { score, checked, failed }]) =>
      `<tr><th scope="row">${titles[name as QualityDimension]}</th><td class="figure">${shownScore(score)}</td><td class="figure">${score === null ? '' : plain.format(checked)}</td><td class="figure">${score === null ? '' : plain.format(failed)}</td></tr>`,
  );
  const rules = suggestedRules
    .slice(0, shownRules)
    .map(
      (one) =>
        `<tr><td><code>${text(ruleText(one))}</code></td><td class="figure">${plain.format(one.support)}</td><td class="figure">${plain.format(one.violations)}</td><td class="figure">${plain.format(one.confidence)}</td></tr>`,
    );
  const suggested =
    rules.length === 0
      ? ''
      : `<details><summary>${plain.format(suggestedRules.length)} suggested rules</summary><table><thead><tr><th>Rule</th><th class="figure">Looked at</th><th class="figure">Break it</th><th class="figure" title="Lower end of the 95 % Wilson interval of the share that keeps it">At least</th></tr></thead><tbody>${rules.join('')}</tbody></table></details>`;
  return `<h2>Quality</h2><table><thead><tr><th>Dimension</th><th class="figure">Of 100</th><th class="figure">Checked</th><th class="figure">Failed</th></tr></thead><tbody>${lines.join('')}</tbody></table><p class="muted">Score ${shownScore(quality.score)}: ${plain.format(quality.trustedCells)} of ${plain.format(quality.cells)} cells are present and no check has failed them; times uniqueness and timeliness where they are measured.</p>${suggested}`;
};
