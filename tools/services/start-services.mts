import { ToolError } from '../lifecycle.mts';
import { say } from '../say.mts';
import { hasDocker } from './docker.mts';
import { aptInstall, hasApt } from './programs.mts';
import type { Service, ServiceOptions } from './service.mts';

type AccessOf<S> = S extends Service<infer Access> ? Access : never;

/** Where each service comes from: the machine's own programs, apt, or Docker. */
export const bringIn = async (services: readonly Service<unknown>[]): Promise<ReadonlySet<Service<unknown>>> => {
  const missing = services.filter((service) => !service.isInstalled());
  if (missing.length === 0) return new Set();
  const names = missing.map(({ name }) => name).join(', ');
  if (hasApt()) {
    try {
      // One call for all: two at once would wait for each other's lock.
      await aptInstall(missing.flatMap(({ packages }) => packages));
    } catch (error) {
      if (!hasDocker()) throw error;
      say(`apt could not bring ${names}; using Docker`);
    }
  }
  const inDocker = missing.filter((service) => !service.isInstalled());
  if (inDocker.length > 0 && !hasDocker())
    throw new ToolError(
      `${inDocker.map(({ name }) => name).join(', ')}: not on this machine, and neither apt (as root or with sudo) nor Docker can bring it.\n` +
        'Install it, or name a running one in DATABASE_URL and REDIS_URL.',
    );
  return new Set(inDocker);
};

/** Starts private copies of these services, side by side, each on a free port. */
export const startServices = async <Wanted extends Readonly<Record<string, Service<unknown>>>>(
  wanted: Wanted,
  options: ServiceOptions,
): Promise<{ [Name in keyof Wanted]: AccessOf<Wanted[Name]> }> => {
  const services = Object.entries(wanted);
  const inDocker = await bringIn(services.map(([, service]) => service));
  const started = await Promise.allSettled(
    services.map(
      async ([key, service]) => [key, await (inDocker.has(service) ? service.startInDocker(options) : service.start(options))] as const,
    ),
  );
  // Only when all have settled is everything that was started known to the cleanup.
  const failed = started.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  return Object.fromEntries(started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))) as {
    [Name in keyof Wanted]: AccessOf<Wanted[Name]>;
  };
};
