/** Places of the highest weights above 0, at most `most`, the highest first; ties go to the earlier place. One pass, `most` places held. */
export const heaviest = (size: number, most: number, weightOf: (place: number) => number): number[] => {
  const kept: number[] = [];
  let least = 0;
  for (let place = 0; place < size; place += 1) {
    const weight = weightOf(place);
    if (weight <= least) continue;
    let [low, high] = [0, kept.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (weightOf(kept[middle]!) >= weight) low = middle + 1;
      else high = middle;
    }
    kept.splice(low, 0, place);
    if (kept.length > most) kept.pop();
    if (kept.length === most) least = weightOf(kept[most - 1]!);
  }
  return kept;
};
