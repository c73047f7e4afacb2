import type { DateForm, FormatProgram } from '@millrace/contracts';

type DateProgram = Extract<FormatProgram, { kind: 'date' }>;
type Field = 'y' | 'm' | 'd';

const fieldsOf = ({ order }: DateForm): Field[] => Array.from(order) as Field[];
const escaped = (sign: string): string => (sign === '.' ? '\\.' : sign);

const patternOf = (form: DateForm): RegExp => {
  const short = form.sign === '' ? '\\d{2}' : '\\d{1,2}';
  const fields = fieldsOf(form).map((field) => `(?<${field}>${field === 'y' ? '\\d{4}' : short})`);
  return new RegExp(`^${fields.join(escaped(form.sign))}(?<tail>[T ]\\S.*)?$`, 's');
};

/** Year, month and day, and what follows. */
export interface ReadDate extends Readonly<Record<Field, number>> {
  readonly tail: string;
}

/** Reads a date of a form; null where it is none, or a day that its month does not have. */
export const dateReader = (form: DateForm): ((text: string) => ReadDate | null) => {
  const pattern = patternOf(form);
  return (text) => {
    const found = pattern.exec(text)?.groups;
    if (!found) return null;
    const [y, m, d] = [Number(found['y']), Number(found['m']), Number(found['d'])];
    const isThere = m >= 1 && m <= 12 && d >= 1 && d <= new Date(Date.UTC(2000 + (y % 400), m, 0)).getUTCDate();
    return isThere ? { y, m, d, tail: found['tail'] ?? '' } : null;
  };
};

/** What a program makes of a cell; the cell itself where it can not read it. */
export const dateProgram = ({ from, to }: DateProgram) => {
  const read = dateReader(from);
  return (text: string): string => {
    const date = read(text);
    if (date === null) return text;
    const written = (field: Field): string =>
      field === 'y' ? String(date.y).padStart(4, '0') : String(date[field]).padStart(to.padded ? 2 : 1, '0');
    return `${fieldsOf(to).map(written).join(to.sign)}${date.tail}`;
  };
};
