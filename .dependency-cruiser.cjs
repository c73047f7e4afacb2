/** Who may import whom, as ARCHITECTURE.md draws it. Everything that is not allowed here is forbidden. */
const libs = {
  contracts: [],
  platform: ['contracts'],
  engine: ['contracts'],
  jobs: ['contracts'],
  storage: ['contracts', 'platform'],
  queue: ['contracts', 'platform'],
  database: ['contracts', 'platform'],
  ai: ['contracts', 'platform'],
};
const apiLibs = ['contracts', 'platform', 'storage', 'queue', 'database', 'jobs'];
const apps = { api: apiLibs, 'data-worker': [...apiLibs, 'engine'], 'agent-worker': [...apiLibs, 'ai'], cli: ['contracts', 'engine'] };

const boundary = (kind, name, allowed) => ({
  name: `${kind}-${name}`,
  severity: 'error',
  from: { path: `^${kind}/${name}/` },
  to: { path: '^(libs|apps)/', pathNot: [`^${kind}/${name}/`, ...allowed.map((lib) => `^libs/${lib}/src/index\\.ts$`)] },
});
const only = (name, owner, packages) => ({
  name,
  severity: 'error',
  from: { path: '^(libs|apps)/', pathNot: owner },
  to: { path: packages.map((p) => `node_modules/${p}(/|$)`) },
});

module.exports = {
  forbidden: [
    ...Object.entries(libs).map(([name, allowed]) => boundary('libs', name, allowed)),
    ...Object.entries(apps).map(([name, allowed]) => boundary('apps', name, allowed)),
    only('only-engine-imports-engines', '^libs/engine/', ['nodejs-polars', '@duckdb']),
    only('only-queue-imports-bullmq', '^libs/queue/', ['bullmq', 'ioredis']),
    only('only-storage-imports-aws', '^libs/storage/', ['@aws-sdk', '@smithy']),
    only('only-ai-imports-openai', '^libs/ai/', ['openai']),
    only('only-database-imports-typeorm', '^(libs/database)/', ['typeorm', 'mysql2']),
    {
      // re2js tells of a pattern whether it can be matched in linear time: part of what a rule is.
      name: 'contracts-are-zod-only',
      severity: 'error',
      from: { path: '^libs/contracts/src', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['npm', 'core'], pathNot: 'node_modules/(zod|re2js)/' },
    },
    {
      name: 'no-nest-in-pure-libs',
      severity: 'error',
      from: { path: '^libs/(contracts|engine|jobs)/' },
      to: { path: 'node_modules/@nestjs' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    { name: 'no-grab-bags', severity: 'error', from: {}, to: { path: '/(common|utils|helpers)/', pathNot: 'node_modules' } },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|\\.millrace)/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'default', 'types'] },
  },
};
