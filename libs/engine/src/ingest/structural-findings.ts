import type { Finding, HeaderEvidence } from '@millrace/contracts';

/** A finding about the whole table that has no rows to show. */
export const tableFinding = (rule: string, severity: Finding['severity'], count: number, message: string, advice: string): Finding => ({
  rule,
  severity,
  column: null,
  measured: count,
  threshold: 0,
  count,
  exampleRows: [],
  message,
  advice,
});

/** That the first row was taken for data, which is worth a look; nothing where the caller said so. */
export const noHeaderFinding = ({ isHeader, told, votesFor, votesAgainst }: HeaderEvidence): Finding[] =>
  isHeader || told
    ? []
    : [
        tableFinding(
          'noHeader',
          'info',
          votesAgainst,
          `The first row looks like those below it in ${votesAgainst} columns and like a header in ${votesFor}; it was read as data.`,
          'If it names the columns, upload the file with the read option "header": true.',
        ),
      ];

/** Lines that end in different ways, as happens where files were joined. */
export const mixedLineEndsFinding = ({ lf, crlf, cr }: Readonly<Record<'lf' | 'crlf' | 'cr', number>>): Finding[] => {
  const rare = lf + crlf + cr - Math.max(lf, crlf, cr);
  return rare === 0
    ? []
    : [
        tableFinding(
          'mixedLineEnds',
          'info',
          rare,
          `Lines end in different ways: ${lf} in LF, ${crlf} in CRLF, ${cr} in CR.`,
          'Nothing is lost by it; the file was probably joined from several.',
        ),
      ];
};
