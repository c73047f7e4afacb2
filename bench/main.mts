// Measurements: npm run bench -- SUITE [options] [--json]
const suites = {
  upload: () => import('./suites/upload.mts'),
  latency: () => import('./suites/latency.mts'),
  profile: () => import('./suites/profile.mts'),
  outofcore: () => import('./suites/outofcore.mts'),
  cleanse: () => import('./suites/cleanse.mts'),
  match: () => import('./suites/match.mts'),
  job: () => import('./suites/job.mts'),
} as const;

const [name = '', ...args] = process.argv.slice(2);
if (!Object.hasOwn(suites, name)) {
  console.error(`millrace: choose one of: ${Object.keys(suites).join(', ')}`);
  process.exit(2);
}
const suite = await suites[name as keyof typeof suites]();
await suite.run(args);
