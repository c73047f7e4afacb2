// Runs the import rules and refuses to pass when the checker saw nothing: an unresolved alias is silent otherwise.
import { cruise } from 'dependency-cruiser';
import { createRequire } from 'node:module';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

interface Violation {
  from: string;
  to: string;
  rule: { name: string };
}

const rules = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as { forbidden: unknown[]; options: Record<string, unknown> };
const result = await cruise(
  ['apps', 'libs'],
  { ...rules.options, validate: true, ruleSet: { forbidden: rules.forbidden } } as never,
  undefined,
  { tsConfig: extractTSConfig('tsconfig.json') },
);
const { summary, modules } = result.output as {
  summary: { violations: Violation[]; totalDependenciesCruised: number };
  modules: { source: string; dependencies: { resolved: string }[] }[];
};
for (const { from, to, rule } of summary.violations) console.error(`${rule.name}: ${from} → ${to}`);
const across = modules.flatMap(({ source, dependencies }) =>
  dependencies.filter(({ resolved }) => /^libs\//.test(resolved) && !source.startsWith(resolved.split('/').slice(0, 2).join('/'))),
).length;
console.log(
  `imports: ${modules.length} modules, ${summary.totalDependenciesCruised} edges, ${across} across libs, ${summary.violations.length} violations`,
);
if (across === 0) console.error('imports: no edge between libs was seen; the path aliases do not resolve');
process.exitCode = summary.violations.length > 0 || across === 0 ? 1 : 0;
