// Accuracy against published answers, or those of tables of our own making: npm run accuracy -- SUITE [FOLDER] [--json]
const suites = {
  csv: () => import('./csv-spectrum.mts'),
  nist: () => import('./nist.mts'),
  cleanse: () => import('./cleanse.mts'),
  generated: () => import('./generated.mts'),
  dedupe: () => import('./dedupe.mts'),
  pii: () => import('./pii.mts'),
} as const;

const [name = '', ...args] = process.argv.slice(2);
if (!Object.hasOwn(suites, name)) {
  console.error(`millrace: choose one of: ${Object.keys(suites).join(', ')}`);
  process.exit(2);
}
const suite = await suites[name as keyof typeof suites]();
await suite.run(args);
