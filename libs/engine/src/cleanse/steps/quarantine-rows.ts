import { columnsOfRule } from '@millrace/contracts';
import pl from 'nodejs-polars';
import { cell } from '../../ingest/working-copy';
import { valueWords } from '../../profile/values/classify-value';
import { encodeFrame } from '../../relations/encode-table';
import { findBrokenRows } from '../../rules/find-broken-rows';
import { allHold, told } from '../condition';
import type { StepCompiler } from '../step';

const reason = 'breaks a rule';

export const quarantineRows: StepCompiler<'quarantineRows'> = {
  on: 'rows',
  compile: ({ where, rules = [], reason: given }, keys, frame, nullTokens) => {
    if (where !== undefined) return { leaves: allHold(where, keys), reason: given ?? told(where) };
    const names = [...new Set(rules.flatMap(columnsOfRule))];
    const looked = frame.lazy().select(...keys.map((key, at) => pl.col(key).alias(cell(at)))).collectSync(); // prettier-ignore
    const { rows, columns } = encodeFrame(looked, [...keys.keys()]);
    const byName = new Map(names.flatMap((name, at) => { const column = columns[at]; return column ? [[name, column] as const] : []; })); // prettier-ignore
    const broken = findBrokenRows(byName, rows, rules, valueWords(nullTokens));
    if (broken.size === 0) return { leaves: pl.lit(false), reason };
    const all = Array.from({ length: rows }, (_, row) => broken.get(row) ?? null);
    return { leaves: pl.Series('leaves', all.map((one) => one !== null), pl.Bool), reason, reasons: pl.Series('reasons', all, pl.Utf8) }; // prettier-ignore
  },
};
