const [minute, day] = [60_000, 86_400_000] as const;
/** Clocks change at full quarters of an hour: so long an offset is the same. */
const quarter = 15 * minute;

/** What a time zone's clocks show beyond UTC, in milliseconds, at a moment in milliseconds since 1970. */
const offsetsOf = (zone: string): ((moment: number) => number) => {
  const clock = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: zone, hourCycle: 'h23', era: 'short' },
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  const known = new Map<number, number>();
  return (moment) => {
    const at = Math.floor(moment / quarter) * quarter;
    const found = known.get(at);
    if (found !== undefined) return found;
    const parts = new Map(clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const of = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    const shown = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
    known.set(at, shown - at);
    return shown - at;
  };
};

/**
 * The moment at which a zone's clocks show a time, both in milliseconds since 1970; null where they never do, or do twice.
 * @param zone of IANA's names, or an offset
 */
export const momentsIn = (zone: string): ((shown: number) => number | null) => {
  const offsetAt = offsetsOf(zone);
  return (shown) => {
    // Clocks change once in two days at the most.
    const offsets = new Set([offsetAt(shown - day), offsetAt(shown + day)]);
    const [moment, ...others] = [...offsets].map((offset) => shown - offset).filter((one) => offsetAt(one) === shown - one);
    return moment === undefined || others.length > 0 ? null : moment;
  };
};
