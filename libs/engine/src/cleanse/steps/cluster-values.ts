import { encodeFrame } from '../../relations/encode-table';
import { clustersOf } from '../clusters';
import { judgeCluster } from '../judge-cluster';
import type { Patch, StepCompiler } from '../step';

const mostNamed = 5;

export const clusterValues: StepCompiler<'clusterValues'> = {
  on: 'table',
  compile: ({ by, except, threshold }, frame, columns) => {
    const apart = new Set(except);
    return columns.map(({ position }): Patch => {
      const [column] = encodeFrame(frame, [position]).columns;
      const values = (column?.values ?? []).map((text, code) => ({ text, count: column?.counts[code] ?? 0 }));
      const become = new Map<string, { readonly after: string; readonly reason: string; readonly confidence: number }>();
      const open = values.filter(({ text }) => !apart.has(text));
      for (const cluster of clustersOf(open, by)) {
        const { values: members } = cluster;
        const after = members[0]?.text ?? '';
        const named = members.slice(0, mostNamed).map(({ text, count }) => `${JSON.stringify(text)} (${count})`);
        const reason = `a spelling, by ${by}, of one of: ${named.join(', ')}${members.length > mostNamed ? ' …' : ''}`;
        for (const { text, confidence, doubt } of judgeCluster(cluster, by))
          if (confidence >= threshold) become.set(text, { after, confidence, reason: doubt === null ? reason : `${reason}; ${doubt}` });
      }
      const found = Array.from(column?.codes ?? []).flatMap((code, row) => {
        const change = become.get(column?.values[code] ?? '');
        return code >= 0 && change ? [{ row, ...change }] : [];
      });
      return {
        position,
        rows: found.map(({ row }) => row),
        after: found.map(({ after }) => after),
        confidence: found.map(({ confidence }) => confidence),
        reason: found.map(({ reason }) => reason),
      };
    });
  },
};
