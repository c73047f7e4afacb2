// Measurements: npm run bench -- SUITE [flags]
import { chosenSuite } from '../tools/script-flags.mts';

const suites = {
  upload: () => import('./suites/upload.mts'),
  latency: () => import('./suites/latency.mts'),
  profile: () => import('./suites/profile.mts'),
  outofcore: () => import('./suites/outofcore.mts'),
  cleanse: () => import('./suites/cleanse.mts'),
  match: () => import('./suites/match.mts'),
  admission: () => import('./suites/admission.mts'),
  together: () => import('./suites/together.mts'),
  job: () => import('./suites/job.mts'),
} as const;

const abouts = {
  upload: 'many large uploads at once: memory and speed of the API',
  latency: 'from the POST of 1 KB to its stored profile',
  profile: 'the exact profile beside DuckDB and Polars',
  outofcore: "the profile out of core beside DuckDB's SUMMARIZE",
  cleanse: 'a cleansing with its log beside Polars without one',
  match: 'fuzzy matching of 25, 50 and 100 thousand rows',
  admission: 'sixty datasets of all sizes on hosts of 1, 2 and 4 GB beside two usual rules',
  together: 'many large uploads at once, each profiled, on one worker',
  job: 'processor time of a profile through the whole platform',
} as const satisfies Readonly<Record<keyof typeof suites, string>>;

const [name, ...args] = process.argv.slice(2);
const suite = await suites[chosenSuite('npm run bench --', abouts, name)]();
await suite.run(args);
