import type { AgentView } from './agent';

const reference = /\{\{([^{}]+)\}\}/g;

/**
 * Why an answer's texts do not hold; empty when they do. Every `{{id}}` must be a fact that was shown, and no digit may
 * stand outside a reference or a shown name in backticks: a number that was not computed cannot get through.
 */
export const refusals = (texts: readonly string[], view: AgentView): string[] => {
  const known = new Set(view.facts.map(({ id }) => id));
  const names = new Set(view.names);
  return texts.flatMap((text) => {
    const unknown = [...text.matchAll(reference)].filter(([, id]) => !known.has(id ?? '')).map(([whole]) => `${whole} is not a fact`);
    const bare = text.replace(reference, '').replace(/`([^`]*)`/g, (whole, name: string) => (names.has(name) ? '' : whole));
    return /\p{Nd}/u.test(bare) ? [...unknown, 'a number stands outside a reference'] : unknown;
  });
};

/** Ids of the facts that the texts quote, in order of first mention. */
export const quotedFacts = (texts: readonly string[]): string[] => [
  ...new Set(texts.flatMap((text) => [...text.matchAll(reference)].map(([, id]) => id ?? ''))),
];

/** The text with each reference replaced by `format(id)`. */
export const fillIn = (text: string, format: (id: string) => string): string => text.replace(reference, (_, id: string) => format(id));
