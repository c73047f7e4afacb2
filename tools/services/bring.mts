import { say } from '../say.mts';
import { ToolError } from '../lifecycle.mts';
import { hasDocker } from './docker.mts';
import { aptInstall, findProgram, hasApt } from './programs.mts';
import { cannotBring, parseOnly, sources, sourcesOf, type Source } from './sources.mts';

/** A server that can be brought to a machine. */
export interface Service {
  readonly name: string;
  /** True when its programs are there. */
  readonly isInstalled: () => boolean;
  /** Debian packages with its programs, best first: the first set that apt can install is taken. */
  readonly packages: readonly (readonly string[])[];
  /** The variable that names a running one. */
  readonly variable: string;
  /** False for what has no image. */
  readonly inDocker: boolean;
}

const only = (): Source | undefined => {
  const given = parseOnly(process.env['MILLRACE_SERVICES']);
  if (given !== null) return given;
  throw new ToolError(`MILLRACE_SERVICES may be ${sources.filter((source) => source !== 'running').join(', ')} or empty.`, 2);
};

/** True where all of these programs are on the machine. */
export const haveAll = (programs: readonly string[]): boolean => programs.every((program) => findProgram(program) !== null);

/** The machine is asked once: it does not change while we run, but for what we install. */
let machine: Promise<{ apt: boolean; docker: boolean }> | null = null;
const askMachine = async () => {
  const [apt, docker] = await Promise.all([hasApt(), hasDocker()]);
  return { apt, docker };
};

const install = async (services: readonly Service[]): Promise<void> => {
  const most = Math.max(...services.map(({ packages }) => packages.length));
  for (let at = 0; at < most; at += 1) {
    const missing = services.filter(({ isInstalled, packages }) => !isInstalled() && at < packages.length);
    if (missing.length === 0) return;
    try {
      await aptInstall(missing.flatMap(({ packages }) => packages[at] ?? []));
    } catch (error) {
      if (at === most - 1) throw error;
    }
  }
};

let installing: Promise<unknown> = Promise.resolve();

/**
 * Finds each of these services, or brings it: what is on the PATH, else apt, else Docker. One call for several installs them at once.
 * Answers those that are to be started in Docker. @throws ToolError with what to do where there is no way
 */
export const bring = async (services: readonly Service[]): Promise<ReadonlySet<string>> => {
  const [limit, docker] = [only(), new Set<string>()];
  const mustBeInDocker = (service: Service) => limit === 'docker' && service.inDocker;
  const missing = services.filter((service) => mustBeInDocker(service) || !service.isInstalled());
  if (missing.length === 0) return docker;
  const offer = await (machine ??= askMachine());
  const waysOf = (service: Service) =>
    sourcesOf(
      { named: false, installed: service.isInstalled(), apt: offer.apt, docker: offer.docker && service.inDocker },
      service.inDocker ? limit : undefined,
    );
  const refuse = (service: Service): never => {
    throw new ToolError(cannotBring(service.name, service.packages[0] ?? [], service.variable, limit));
  };
  for (const service of missing) if (waysOf(service).length === 0) refuse(service);
  const byApt = missing.filter((service) => waysOf(service)[0] === 'apt');
  if (byApt.length > 0) {
    // Two at once would wait for each other's lock.
    const turn = installing.catch(() => undefined).then(() => install(byApt));
    installing = turn;
    await turn.catch((error: unknown) => {
      if (byApt.some((service) => !service.isInstalled() && !waysOf(service).includes('docker'))) throw error;
      say(`${error instanceof Error ? error.message : String(error)}\nmillrace: apt could not bring all of it; trying Docker`);
    });
  }
  for (const service of missing) if (mustBeInDocker(service) || !service.isInstalled()) docker.add(service.name);
  return docker;
};
