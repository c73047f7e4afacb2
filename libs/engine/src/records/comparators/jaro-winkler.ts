const longest = 256;
const takenA = new Uint8Array(longest);
const takenB = new Uint8Array(longest);
const [prefixLength, prefixScale] = [4, 0.1];

/**
 * Jaro–Winkler similarity of two texts, 0 to 1, over UTF-16 units: characters in common within half the longer length, less half of those
 * out of order, and a bonus for a common start of up to 4. Texts of more than 256 are compared by their first 256. Winkler (1990).
 */
export const jaroWinkler = (a: string, b: string): number => {
  if (a === b) return 1;
  const [lengthA, lengthB] = [Math.min(a.length, longest), Math.min(b.length, longest)];
  if (lengthA === 0 || lengthB === 0) return 0;
  const reach = Math.max(0, (Math.max(lengthA, lengthB) >> 1) - 1);
  takenA.fill(0, 0, lengthA);
  takenB.fill(0, 0, lengthB);
  let common = 0;
  for (let i = 0; i < lengthA; i += 1) {
    const code = a.charCodeAt(i);
    const end = Math.min(lengthB, i + reach + 1);
    for (let j = Math.max(0, i - reach); j < end; j += 1)
      if (takenB[j] === 0 && b.charCodeAt(j) === code) {
        takenA[i] = 1;
        takenB[j] = 1;
        common += 1;
        break;
      }
  }
  if (common === 0) return 0;
  let [outOfOrder, j] = [0, 0];
  for (let i = 0; i < lengthA; i += 1) {
    if (takenA[i] === 0) continue;
    while (takenB[j] === 0) j += 1;
    if (a.charCodeAt(i) !== b.charCodeAt(j)) outOfOrder += 1;
    j += 1;
  }
  const jaro = (common / lengthA + common / lengthB + (common - outOfOrder / 2) / common) / 3;
  let prefix = 0;
  while (prefix < Math.min(prefixLength, lengthA, lengthB) && a.charCodeAt(prefix) === b.charCodeAt(prefix)) prefix += 1;
  return jaro + prefix * prefixScale * (1 - jaro);
};
