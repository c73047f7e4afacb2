const units: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1024,
  k: 1024,
  mb: 1024 ** 2,
  m: 1024 ** 2,
  mi: 1024 ** 2,
  gb: 1024 ** 3,
  g: 1024 ** 3,
  gi: 1024 ** 3,
  tb: 1024 ** 4,
  t: 1024 ** 4,
};

/** `512`, `64MB`, `1.5 GB`, `4Gi` as bytes (powers of 1024); null where it is none of them. */
export const parseBytes = (text: string): number | null => {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim()) ?? [];
  const factor = units[(unit ?? '').toLowerCase()];
  return number === undefined || factor === undefined ? null : Math.floor(Number(number) * factor);
};
