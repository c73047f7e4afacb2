import type { FormatProgram } from '@millrace/contracts';

type NumberProgram = Extract<FormatProgram, { kind: 'number' }>;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

/** Moves the point of a plain number, digit by digit. @param shift places to the right */
export const movePoint = (whole: string, fraction: string, shift: number): { readonly whole: string; readonly fraction: string } => {
  const digits = `${'0'.repeat(Math.max(0, -shift))}${whole}${fraction}${'0'.repeat(Math.max(0, shift))}`;
  const point = Math.max(0, -shift) + whole.length + shift;
  return { whole: digits.slice(0, point).replace(/^0+(?=\d)/, '') || '0', fraction: digits.slice(point).replace(/0+$/, '') };
};

/** What a program makes of a cell; the cell itself where it can not read it. */
export const numberProgram = ({
  prefix = '',
  suffix = '',
  decimal,
  stray,
  groups,
  shift = 0,
  dropZeros,
  decimals: least = 0,
}: NumberProgram) => {
  const grouped = groups === undefined ? '' : `\\d{1,3}(?:${escaped(groups)}\\d{3})+|`;
  const sign = stray ?? decimal;
  const form = new RegExp(
    `^([+-]?)${escaped(prefix)}\\s*([+-]?)(${grouped}\\d+)(?:[${escaped(decimal)}${escaped(sign)}](\\d+))?\\s*${escaped(suffix)}$`,
  );
  return (text: string): string => {
    const [, outer = '', inner = '', digits, decimals = ''] = form.exec(text) ?? [];
    if (digits === undefined || (outer !== '' && inner !== '')) return text;
    const plain = groups === undefined ? digits : digits.replaceAll(groups, '');
    const moved = shift === 0 ? null : movePoint(plain, decimals, shift);
    const { whole, fraction } =
      moved === null ? { whole: plain, fraction: decimals } : { ...moved, fraction: moved.fraction.padEnd(least, '0') };
    const isLeftOut = fraction === '' || (dropZeros === true && /^0+$/.test(fraction));
    return `${outer}${inner}${whole}${isLeftOut ? '' : `${decimal}${fraction}`}`;
  };
};
