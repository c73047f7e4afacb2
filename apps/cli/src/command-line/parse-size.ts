const units: Readonly<Record<string, number>> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };
/** With less, the engine itself has no room to work in: a table of two rows takes 75 MB of it, and what is left is spent collecting garbage. */
const leastBytes = 128 * 1024 ** 2;

/** `512MB`, `1.5 GB`, `4Gi` as bytes (powers of 1024); null where it is no size, or less than the engine starts with. */
export const parseSize = (text: string): number | null => {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([kmgt]?)(?:i?b|i)?$/i.exec(text.trim()) ?? [];
  if (number === undefined) return null;
  const bytes = Math.floor(Number(number) * (units[(unit ?? '').toLowerCase()] ?? 1));
  return bytes < leastBytes || !Number.isSafeInteger(bytes) ? null : bytes;
};
