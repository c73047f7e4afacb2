import type { PatternFacts } from './rust-pattern';

/** A group as a replacement names it: `$$` is the sign itself, and without braces a name takes in all letters, digits and _ that follow. */
const reference = /\$(?:\$|\{([^}]*)\}|(\w+))/gu;

const isGroup = (name: string, { groups, names }: PatternFacts): boolean => {
  if (/^\d+$/.test(name)) return Number(name) <= groups;
  return names === null ? /^[A-Za-z_]/.test(name) : names.has(name);
};

const adviceFor = (name: string, facts: PatternFacts): string => {
  // The longest beginning that is a group: what was meant by `$1x` and `$year_`.
  const meant = Array.from(name, (_, at) => name.slice(0, name.length - at - 1)).find((part) => part !== '' && isGroup(part, facts));
  if (meant !== undefined)
    return `write \${${meant}}${name.slice(meant.length)} for the group ${meant}, then "${name.slice(meant.length)}"`;
  const { groups, names } = facts;
  const named = [...(names ?? [])].map((one) => `\${${one}}`).join(', ');
  const known =
    groups === 0 ? 'the pattern has no group, \${0} is the whole match' : `the pattern has \${0} to \${${groups}}${named && `, ${named}`}`;
  return `${known}; for the sign itself write $$`;
};

/** A group as other dialects name it: here it would be written into each cell as it stands. */
const backReference = /\\(?:(\d+)|g<(\w+)>|k<(\w+)>)/u;

/**
 * What is wrong with the replacement of a pattern of Rust's `regex`: groups that the pattern does not have, and groups that are named as
 * other dialects do. The engine puts nothing in the place of the ones, so what was matched would be lost, and takes the others for text; nobody
 * would be told. Null where nothing is.
 */
export const problemOfReplacement = (replacement: string, facts: PatternFacts): string | null => {
  for (const [found, braced, plain] of replacement.matchAll(reference)) {
    const name = braced ?? plain;
    if (name === undefined || isGroup(name, facts)) continue;
    return `names "${found}", and the pattern has no group "${name}", so what it matches would be deleted: ${adviceFor(name, facts)}`;
  }
  const [found, numbered, python, named] = backReference.exec(replacement) ?? [];
  const meant = numbered ?? python ?? named;
  if (meant === undefined || facts.groups === 0 || !isGroup(meant, facts)) return null;
  return `has "${found ?? ''}", which would be written as it stands: write \${${meant}} for the group ${meant}`;
};
