const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text of the data as text of a page: none of it becomes markup. */
export const text = (value: string): string => value.replace(/[&<>"']/g, (character) => escapes[character] ?? character);

/** Numbers and shares as the report writes them. */
export const plain = new Intl.NumberFormat('en', { maximumSignificantDigits: 7 });
export const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });
