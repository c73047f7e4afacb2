import { openAsBlob, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Explanation, Run } from '../../libs/contracts/src/index.ts';
import { ToolError } from '../lifecycle.mts';
import { eventsOf } from './event-stream.mts';
import type { Change } from './present.mts';

export interface Uploaded {
  readonly id: string;
  readonly name: string;
  readonly run: { readonly id: string };
}

/** What the demo asks of the API, over HTTP like anybody else. */
export class DemoClient {
  private readonly url: string;
  private readonly headers: { readonly authorization: string };

  constructor(url: string, key: string) {
    this.url = url;
    this.headers = { authorization: `Bearer ${key}` };
  }

  async upload(file: string, recipe: object | 'suggested'): Promise<Uploaded> {
    const form = new FormData();
    form.set('name', basename(file));
    form.set('run', 'profile,cleanse,explain');
    form.set('recipe', JSON.stringify(recipe));
    form.set('file', await openAsBlob(file), basename(file));
    return this.read('/v1/datasets', { method: 'POST', body: form });
  }

  /** Follows a run's events to its end. @throws ToolError when it does not complete: with its fault and what to do */
  async follow(id: string, onEvent: (run: Run) => void): Promise<Run> {
    const answer = await this.ask(`/v1/runs/${id}/events`);
    if (answer.body) for await (const data of eventsOf(answer.body)) onEvent(JSON.parse(data) as Run);
    const run = await this.read<Run>(`/v1/runs/${id}`);
    if (run.state !== 'completed')
      throw new ToolError(
        `the run ${run.state}${run.failure ? ` (${run.failure.code}): ${run.failure.detail} ${run.failure.advice}` : ''}`,
      );
    return run;
  }

  explanation(runId: string): Promise<Explanation> {
    return this.read(`/v1/runs/${runId}/explanation`);
  }

  async changes(runId: string, limit: number): Promise<readonly Change[]> {
    return (await this.read<{ items: Change[] }>(`/v1/runs/${runId}/changes?limit=${limit}`)).items;
  }

  /** Writes every file of a run to a folder. Answers their paths by what they are. */
  async save(runId: string, folder: string): Promise<Readonly<Record<string, string>>> {
    const { items } = await this.read<{ items: { id: string; kind: string; fileName: string }[] }>(`/v1/runs/${runId}/artefacts`);
    const saved: Record<string, string> = {};
    for (const { id, kind, fileName } of items) {
      const answer = await this.ask(`/v1/runs/${runId}/artefacts/${id}/content`);
      const path = join(folder, fileName);
      writeFileSync(path, Buffer.from(await answer.arrayBuffer()));
      saved[kind] = path;
    }
    return saved;
  }

  async remove(datasetId: string): Promise<void> {
    await this.ask(`/v1/datasets/${datasetId}`, { method: 'DELETE' });
  }

  private async ask(path: string, init: RequestInit = {}): Promise<Response> {
    const answer = await fetch(`${this.url}${path}`, { ...init, headers: this.headers });
    if (answer.ok) return answer;
    const text = await answer.text();
    try {
      const { title, detail, advice } = JSON.parse(text) as { title: string; detail: string; advice: string };
      throw new ToolError(`${title}: ${detail} ${advice}`);
    } catch (error) {
      throw error instanceof ToolError ? error : new ToolError(`${path} was answered with ${answer.status}: ${text}`);
    }
  }

  private async read<T>(path: string, init?: RequestInit): Promise<T> {
    return (await (await this.ask(path, init)).json()) as T;
  }
}
