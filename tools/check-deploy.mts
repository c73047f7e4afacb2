// Lints the deployment offline: the compose file by its linter, the manifests by rules of our own.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseAllDocuments } from 'yaml';

interface Container {
  name: string;
  resources?: { requests?: { memory?: string }; limits?: { memory?: string } };
  readinessProbe?: object;
  livenessProbe?: object;
  securityContext?: { allowPrivilegeEscalation?: boolean };
  command?: string[];
}
interface Manifest {
  kind?: string;
  metadata?: { name?: string };
  spec?: {
    selector?: { matchLabels?: { app?: string } };
    template?: {
      metadata?: { labels?: { app?: string } };
      spec?: { securityContext?: { runAsNonRoot?: boolean }; containers?: Container[] };
    };
  };
  resources?: string[];
}

const problems: string[] = [];
const compose = spawnSync(process.execPath, [join('node_modules', 'dclint', 'bin', 'dclint.cjs'), 'docker-compose.yml', '--quiet'], {
  encoding: 'utf8',
});
if (compose.status !== 0) problems.push(`docker-compose.yml:\n${compose.stdout}${compose.stderr}`);

const files = readdirSync('k8s', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => join('k8s', name));
let manifests = 0;
for (const file of files) {
  for (const document of parseAllDocuments(readFileSync(file, 'utf8'))) {
    const where = (what: string) => problems.push(`${file}: ${what}`);
    for (const error of document.errors) where(error.message);
    const manifest = document.toJS() as Manifest;
    manifests += 1;
    for (const resource of manifest.resources ?? []) if (!existsSync(join(dirname(file), resource))) where(`${resource} does not exist`);
    const pod = manifest.spec?.template;
    if (!pod) continue;
    const labels = manifest.spec?.selector?.matchLabels?.app;
    if (manifest.kind === 'Deployment' && labels !== pod.metadata?.labels?.app) where('the selector does not match its pods');
    if (pod.spec?.securityContext?.runAsNonRoot !== true) where('pods must not run as root');
    for (const container of pod.spec?.containers ?? []) {
      if (!container.resources?.limits?.memory || !container.resources.requests?.memory)
        where(`${container.name} has no memory request and limit`);
      if (container.securityContext?.allowPrivilegeEscalation !== false) where(`${container.name} may gain privileges`);
      if (manifest.kind === 'Deployment' && !(container.readinessProbe && container.livenessProbe))
        where(`${container.name} has no probes`);
      const source =
        container.command
          ?.at(-1)
          ?.replace(/^dist\//, '')
          .replace(/\.js$/, '.ts') ?? '';
      if (!existsSync(source)) where(`${container.name} runs ${source}, which does not exist`);
    }
  }
}
for (const problem of problems) console.error(problem);
console.log(`deployment: docker-compose.yml and ${manifests} manifests, ${problems.length} problems`);
process.exitCode = problems.length > 0 || manifests === 0 ? 1 : 0;
