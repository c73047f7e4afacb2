import { encodeFrame } from '../../relations/encode-table';
import { clustersOf } from '../clusters';
import type { Patch, StepCompiler } from '../step';

const mostNamed = 5;

export const clusterValues: StepCompiler<'clusterValues'> = {
  on: 'table',
  compile: ({ by, except }, frame, columns) => {
    const apart = new Set(except);
    return columns.map(({ position }): Patch => {
      const [column] = encodeFrame(frame, [position]).columns;
      const values = (column?.values ?? []).map((text, code) => ({ text, count: column?.counts[code] ?? 0 }));
      const become = new Map<string, { readonly after: string; readonly reason: string }>();
      const open = values.filter(({ text }) => !apart.has(text));
      for (const { values: members } of clustersOf(open, by)) {
        const after = members[0]?.text ?? '';
        const named = members.slice(0, mostNamed).map(({ text, count }) => `${JSON.stringify(text)} (${count})`);
        const reason = `a spelling, by ${by}, of one of: ${named.join(', ')}${members.length > mostNamed ? ' …' : ''}`;
        for (const { text } of members.slice(1)) become.set(text, { after, reason });
      }
      const found = Array.from(column?.codes ?? []).flatMap((code, row) => {
        const change = become.get(column?.values[code] ?? '');
        return code >= 0 && change ? [{ row, ...change }] : [];
      });
      return {
        position,
        rows: found.map(({ row }) => row),
        after: found.map(({ after }) => after),
        confidence: found.map(() => (by === 'fingerprint' ? 0.95 : 0.8)),
        reason: found.map(({ reason }) => reason),
      };
    });
  },
};
