/** Where a service comes from. */
export const sources = ['running', 'installed', 'apt', 'docker'] as const;
export type Source = (typeof sources)[number];

/** What is known of a machine and of one service on it. */
export interface Offer {
  /** The environment names a running one. */
  readonly named: boolean;
  /** Its programs are on the PATH. */
  readonly installed: boolean;
  /** apt-get is there, and we are root or may become it. */
  readonly apt: boolean;
  /** A Docker engine answers. */
  readonly docker: boolean;
}

/**
 * Where to get a service from, best first; what comes later is tried when what comes before fails. `only` (MILLRACE_SERVICES)
 * leaves one way, whatever else there is, but never replaces a service that the environment names.
 */
export const sourcesOf = ({ named, installed, apt, docker }: Offer, only?: Source): readonly Source[] => {
  if (named) return ['running'];
  const offered: Source[] = installed ? ['installed'] : [...(apt ? (['apt'] as const) : []), ...(docker ? (['docker'] as const) : [])];
  if (only === undefined) return offered;
  const isOffered = { running: false, installed, apt: apt || installed, docker }[only];
  if (!isOffered) return [];
  return [only === 'apt' && installed ? 'installed' : only];
};

/** Reads MILLRACE_SERVICES. Null for a word that it does not know. */
export const parseOnly = (text: string | undefined): Source | undefined | null => {
  if (text === undefined || text === '') return undefined;
  return sources.find((source) => source === text && source !== 'running') ?? null;
};

/** What is said where a service cannot be had at all. */
export const cannotBring = (name: string, packages: readonly string[], variable: string, only?: Source): string =>
  [
    `${name} is needed and cannot be had here:`,
    ...(only === undefined
      ? [
          '  · none of its programs is on the PATH',
          '  · apt-get is not there, or is not ours to use (it takes root or sudo)',
          '  · no Docker engine answers',
        ]
      : [`  · MILLRACE_SERVICES=${only} leaves one way, and that is not open here`]),
    `Install ${packages.join(' ')}, start Docker, or name a running server: ${variable}.`,
  ].join('\n');
