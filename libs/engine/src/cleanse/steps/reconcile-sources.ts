import { encodeFrame } from '../../relations/encode-table';
import { reconcile } from '../../repair/reconcile-sources';
import type { Patch, StepCompiler } from '../step';

export const reconcileSources: StepCompiler<'reconcileSources'> = {
  on: 'table',
  compile: ({ key: keyName, source: sourceName, columns: names, weights, apart, threshold }, frame, columns) => {
    const { rows, columns: coded } = encodeFrame(
      frame,
      columns.map(({ position }) => position),
    );
    const named = (name: string) => coded[columns.findIndex((column) => column.name === name)];
    const [key, source] = [named(keyName), named(sourceName)];
    if (!key || !source) return [];
    const weightOf = source.values.map((name) => (Object.hasOwn(weights, name) ? (weights[name] ?? 1) : 1));
    return names.flatMap((name): Patch[] => {
      const [target, position] = [named(name), columns.find((column) => column.name === name)?.position];
      if (!target || position === undefined) return [];
      const left = new Set(Object.hasOwn(apart, name) ? apart[name] : []);
      const codes = new Set(source.values.flatMap((one, code) => (left.has(one) ? [code] : [])));
      const found = reconcile({ rows, key, source }, target, { weights: weightOf, apart: codes, threshold });
      return [
        {
          position,
          rows: found.map(({ row }) => row),
          after: found.map(({ after }) => after),
          confidence: found.map(({ confidence }) => confidence),
          reason: found.map(({ reason }) => reason),
        },
      ];
    });
  },
};
