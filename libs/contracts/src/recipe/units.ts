/** Units that `standardiseUnits` writes, by what they measure: how much of the first one each is. All of it is exact by definition. */
export const unitScales = {
  mass: { g: 1, kg: 1000, mg: 0.001, t: 1_000_000, lb: 453.59237, oz: 28.349523125 },
  length: { m: 1, km: 1000, cm: 0.01, mm: 0.001, in: 0.0254, ft: 0.3048, yd: 0.9144, mi: 1609.344 },
  volume: { l: 1, ml: 0.001, cl: 0.01, dl: 0.1 },
  time: { s: 1, ms: 0.001, min: 60, h: 3600, d: 86_400 },
  data: { b: 1, kb: 1000, mb: 1_000_000, gb: 1_000_000_000, tb: 1_000_000_000_000 },
} as const;

type Scales = typeof unitScales;
export type UnitName = { [K in keyof Scales]: keyof Scales[K] }[keyof Scales];
export const unitNames = Object.values(unitScales).flatMap((scale) => Object.keys(scale)) as [UnitName, ...UnitName[]];
