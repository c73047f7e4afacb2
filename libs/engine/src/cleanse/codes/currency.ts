/** Signs that no two currencies of wide use share. */
const signs: Readonly<Record<string, string>> = { '€': 'EUR', '£': 'GBP', '₹': 'INR', '₽': 'RUB', '₩': 'KRW', '₺': 'TRY', '₪': 'ILS' };

let known: ReadonlyMap<string, string> | undefined;
const codes = (): ReadonlyMap<string, string> => {
  if (known) return known;
  const displayed = new Intl.DisplayNames(['en'], { type: 'currency' });
  const made = new Map(Object.entries(signs));
  for (const code of Intl.supportedValuesOf('currency')) {
    made.set(code.toLowerCase(), code);
    made.set((displayed.of(code) ?? code).toLowerCase(), code);
  }
  return (known = made.set('euros', 'EUR').set('us dollars', 'USD'));
};

/** A currency as ISO 4217: of that in any case, an English name or a sign; null for what is none. */
export const currencyCode = (text: string): string | null => codes().get(text.trim().toLowerCase()) ?? null;
