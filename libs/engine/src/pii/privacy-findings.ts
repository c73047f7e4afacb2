import type { Finding, Privacy } from '@millrace/contracts';

const alone = 0.05;
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });

/** A finding for each column of personal data of more than a low risk, and one where many rows can be told from all others. */
export const privacyFindings = ({ columns, anonymity }: Privacy, rows: number): Finding[] => {
  const personal = columns.flatMap(({ name, types: [first], risk, suggested }): Finding[] => {
    if (first === undefined || risk === 'low') return [];
    const what = first.type.replaceAll('-', ' ');
    return [
      {
        rule: 'personalData',
        severity: risk === 'high' ? 'warning' : 'info',
        column: name,
        measured: first.share,
        threshold: null,
        count: Math.round(first.share * rows),
        exampleRows: [],
        message: first.isWithin ? `Texts have personal data within: ${what}.` : `The cells look like personal data: ${what}.`,
        advice: `Unless you know better, ${suggested} the column: that is the policy suggested to later stages.`,
      },
    ];
  });
  if (anonymity === null || anonymity.aloneShare <= alone) return personal;
  const { columns: names, aloneRows, aloneShare } = anonymity;
  return [
    {
      rule: 'rowsTellPersonsApart',
      severity: 'warning',
      column: null,
      measured: aloneShare,
      threshold: alone,
      count: aloneRows,
      exampleRows: [],
      message: `${percent.format(aloneShare)} of the rows are told from all others by ${names.join(', ')} alone.`,
      advice: 'Generalise these columns before the table is shared: years for dates, regions for postcodes.',
    },
    ...personal,
  ];
};
