import type { Cleanup } from '../lifecycle.mts';

export interface ServiceOptions {
  /** Where data, logs and sockets go. */
  readonly directory: string;
  readonly cleanup: Cleanup;
  /** Data that must survive a crash of the machine; otherwise speed comes first. */
  readonly durable: boolean;
  /** Password of the database's account; none for throwaway data. */
  readonly password?: string;
}

/** A server that Millrace can bring up by itself. */
export interface Service<Access> {
  readonly name: string;
  /** Debian packages that hold the server without starting it as a system service. */
  readonly packages: readonly string[];
  /** True when its programs are on this machine. */
  isInstalled(): boolean;
  start(options: ServiceOptions): Promise<Access>;
  startInDocker(options: ServiceOptions): Promise<Access>;
}
