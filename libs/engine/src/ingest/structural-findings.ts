import type { Finding, HeaderEvidence } from '@millrace/contracts';
import type { OddByte } from './utf8-source';

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

/** That a text was taken for Windows-1252 because it is no UTF-8, and where it is not; nothing where the caller named the encoding. */
export const notUtf8Finding = (odd: readonly OddByte[]): Finding[] =>
  odd.length === 0
    ? []
    : [
        tableFinding(
          'notUtf8',
          'warning',
          odd.length,
          `The text is no UTF-8 and was read as Windows-1252: ${odd.map(({ byte, line }) => (line === null ? `byte ${byte}` : `byte ${byte} in line ${line}`)).join(', ')}${odd.length === 1 ? '' : ' first of all'}.`,
          'Look at the cells there: if they are wrong, upload the file with its "encoding", or save it as UTF-8.',
        ),
      ];
