// Accuracy against published answers, or those of tables of our own making: npm run accuracy -- SUITE [flags]
import { chosenSuite } from '../../tools/script-flags.mts';

const suites = {
  csv: () => import('./csv-spectrum.mts'),
  nist: () => import('./nist.mts'),
  cleanse: () => import('./cleanse.mts'),
  generated: () => import('./generated.mts'),
  dedupe: () => import('./dedupe.mts'),
  pii: () => import('./pii.mts'),
} as const;

const abouts = {
  csv: 'tables of csv-spectrum against their JSON',
  nist: "means and deviations against NIST's certified values",
  cleanse: 'dirty tables cleansed against their clean ones',
  generated: 'repairs of planted faults against the list of them',
  dedupe: 'rows that are the same against a column that says so',
  pii: 'precision and recall of the search for personal data',
} as const satisfies Readonly<Record<keyof typeof suites, string>>;

const [name, ...args] = process.argv.slice(2);
const suite = await suites[chosenSuite('npm run accuracy --', abouts, name)]();
await suite.run(args);
