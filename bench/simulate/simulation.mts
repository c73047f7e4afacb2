import type { AdmissionAction } from '@millrace/jobs';
import { Checks } from './checks.mts';
import { Doorbells } from './doorbells.mts';
import { outboxView } from './outbox.mts';
import type { Event, Simulated } from './events.mts';
import { classesOf, raisedBytes } from './raise.mts';
import { Random } from './random.mts';
import type { Scenario } from './scenario.mts';
import { Timeline } from './timeline.mts';
import { admission, fairness, hostState, jobRow, leaseMs, sweepMs, tickMs } from './world.mts';
import type { Core, HostState, JobRow } from './world.mts';

const longestMs = 1e8;

/** Runs one scenario through the core: the database, Redis and the hosts are modelled, every decision is the core's own. */
export class Simulation {
  private readonly random: Random;
  private readonly timeline = new Timeline<Event>();
  private readonly jobs: JobRow[];
  private readonly hosts: HostState[];
  private readonly doorbells = new Doorbells();
  private readonly checks: Checks;
  private readonly largestBytes: number;
  private nowMs = 0;
  private open: number;
  private lastEndMs = 0;
  /** Something has changed since the relay looked. */
  private hasNews = true;
  private readonly core: Core;

  constructor(core: Core, { seed, jobs, hosts, flushesMs }: Scenario) {
    this.core = core;
    this.random = new Random(seed ^ 0x5bd1e995);
    this.largestBytes = Math.max(...hosts.map(({ budgetBytes }) => budgetBytes));
    this.hosts = hosts.map((host) => hostState(core, host));
    this.jobs = jobs.map((job) => jobRow(job, this.needOf(job.estimatedBytes)));
    this.open = jobs.length;
    const classes = jobs.flatMap((job) => classesOf(core, job, this.largestBytes));
    this.checks = new Checks(admission, new Set(classes).size);
    for (const job of this.jobs) this.timeline.plan(job.arrivesMs, { kind: 'arrival', job });
    for (const host of this.hosts)
      for (const { fromMs, untilMs } of host.outages) {
        this.timeline.plan(fromMs, { kind: 'down', host, outageMs: untilMs - fromMs });
        this.timeline.plan(untilMs, { kind: 'up', host, outageMs: 0 });
      }
    for (const atMs of flushesMs) this.timeline.plan(atMs, { kind: 'flush' });
    this.timeline.plan(0, { kind: 'tick' });
    this.timeline.plan(0, { kind: 'sweep' });
  }

  run(): Simulated {
    const { checks, timeline } = this;
    for (let next = timeline.next(); next !== null && this.open > 0 && this.nowMs < longestMs; next = timeline.next()) {
      this.nowMs = next.atMs;
      this.apply(next.event);
      this.publish();
      for (const host of this.hosts) this.decide(host, true);
      checks.holds(this.doorbells, this.nowMs);
      if (checks.violations.length > 5) break;
    }
    checks.end(this.jobs, this.largestBytes, this.nowMs);
    return {
      violations: checks.violations,
      makespanMs: this.lastEndMs,
      mostRaises: Math.max(...this.jobs.map(({ raises }) => raises)),
      nearestToBound: checks.nearestToBound,
    };
  }

  private apply(event: Event): void {
    const { timeline, nowMs } = this;
    this.hasNews ||= event.kind !== 'tick';
    if (event.kind === 'arrival' || event.kind === 'recovery') event.job.state = 'pending';
    else if (event.kind === 'end') this.end(event);
    else if (event.kind === 'down') this.crash(event.host, event.outageMs);
    else if (event.kind === 'up') event.host.isUp = true;
    else if (event.kind === 'flush') {
      this.doorbells.flush();
      this.checks.mishap(nowMs, sweepMs);
    } else if (event.kind === 'sweep') {
      const known = new Set([...this.doorbells.queues.values()].flat().map(({ job }) => job));
      for (const job of this.jobs) if (job.state === 'queued' && !known.has(job)) job.state = 'pending';
      timeline.plan(nowMs + sweepMs, event);
    } else timeline.plan(nowMs + tickMs, event);
  }

  /** What the relay does, whenever something has changed. */
  private publish(): void {
    if (!this.hasNews) return;
    this.hasNews = false;
    const pending = this.jobs.filter(({ state }) => state === 'pending');
    if (pending.length === 0) return;
    const view = outboxView(this.jobs, pending, this.hosts, this.doorbells);
    const left = new Map(pending.map((job) => [job.id, job]));
    for (const id of this.core.fairPublish(view, fairness, this.nowMs)) {
      const job = left.get(id);
      if (!job) {
        this.checks.fail(this.nowMs, `${id} was published twice`);
        return;
      }
      job.state = 'queued';
      left.delete(id);
      this.checks.publishes(job, left, this.jobs, this.nowMs);
      this.doorbells.publish(job, this.nowMs);
      // It rings twice.
      if (this.random.chance(0.01)) this.doorbells.publish(job, this.nowMs);
    }
  }

  /** A host looks, decides and acts until it has nothing to do. Now and then another one acts between its look and its act. */
  private decide(host: HostState, mayRace: boolean): void {
    for (let steps = 0; host.isUp; steps += 1) {
      const action = this.look(host);
      if (action === null) return;
      if (steps > 1000) {
        this.checks.fail(this.nowMs, `${host.id} finds no end`);
        return;
      }
      if (mayRace && this.random.chance(0.05)) this.decide(this.random.pick(this.hosts), false);
      this.act(host, action);
      this.checks.host(host, this.nowMs);
    }
  }

  private look(host: HostState): AdmissionAction | null {
    const { nowMs } = this;
    host.fronts = this.core.seenFronts(host.fronts, this.doorbells.fronts(), nowMs);
    const { id: hostId, budgetBytes, slots, fronts } = host;
    const view = {
      hostId,
      budgetBytes,
      slots,
      running: [...host.running.values()],
      fronts,
      holds: [...this.doorbells.holds.values()],
      isPressed: false,
    };
    return this.core.nextAction(view, admission, nowMs);
  }

  private act(host: HostState, action: AdmissionAction): void {
    const { doorbells, nowMs } = this;
    if (action.kind !== 'start') {
      doorbells.keep(action, nowMs);
      return;
    }
    // Another may have taken it meanwhile.
    const job = doorbells.take(action.queue, action.jobId, (needBytes) => host.ledger.fits(needBytes), nowMs);
    if (job !== null) this.start(host, job);
  }

  private start(host: HostState, job: JobRow): void {
    const { nowMs } = this;
    this.checks.starts(job, nowMs);
    this.hasNews = true;
    host.ledger.reserve(job.id, job.needBytes);
    Object.assign(job, { state: 'running', runningOn: host.id, starts: job.starts + 1, headSinceMs: null });
    host.running.set(job.id, { needBytes: job.needBytes, expectedEndMs: nowMs + job.expectedMs });
    const ranOut = job.peakBytes > job.needBytes;
    this.timeline.plan(nowMs + job.runsMs * (ranOut ? job.peaksAt : 1), { kind: 'end', job, start: job.starts, host, ranOut });
  }

  private end({ job, start, host, ranOut }: Event & { kind: 'end' }): void {
    if (job.starts !== start || job.runningOn !== host.id) return;
    host.ledger.release(job.id);
    host.running.delete(job.id);
    job.runningOn = null;
    if (!ranOut) {
      this.finish(job, 'completed');
      return;
    }
    const raised = raisedBytes(this.core, job, this.largestBytes);
    if (raised === null) this.finish(job, 'failed');
    else Object.assign(job, { state: 'pending', raises: job.raises + 1, ...this.needOf(raised) });
  }

  private finish(job: JobRow, state: 'completed' | 'failed'): void {
    job.state = state;
    this.open -= 1;
    this.lastEndMs = this.nowMs;
  }

  /** Its jobs come back when their leases have run out, its hold when it has. */
  private crash(host: HostState, outageMs: number): void {
    const lost = this.jobs.filter(({ runningOn }) => runningOn === host.id);
    for (const job of lost) {
      job.runningOn = null;
      this.timeline.plan(this.nowMs + leaseMs, { kind: 'recovery', job });
    }
    Object.assign(host, { isUp: false, ledger: new this.core.Ledger(host.budgetBytes, host.slots), running: new Map(), fronts: new Map() });
    this.checks.mishap(this.nowMs, outageMs);
  }

  private needOf(bytes: number): { needBytes: number; queue: string } {
    return this.core.needOf(bytes, 1, this.largestBytes);
  }
}
