/** Names that are unique and not blank: a blank one becomes `column_N` (1-based), a repeated one gets `_2`, `_3`, … */
export const uniqueNames = (raw: readonly string[]): { names: string[]; repaired: number[] } => {
  const taken = new Set(raw.map((name) => name.trim()).filter((name) => name !== ''));
  const seen = new Set<string>();
  const repaired: number[] = [];
  const names = raw.map((original, position) => {
    const wanted = original.trim() === '' ? `column_${position + 1}` : original.trim();
    let name = wanted;
    for (let n = 2; seen.has(name) || (name !== wanted && taken.has(name)); n += 1) name = `${wanted}_${n}`;
    if (name !== original.trim()) repaired.push(position);
    seen.add(name);
    return name;
  });
  return { names, repaired };
};
