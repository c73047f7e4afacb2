import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/', '.millrace/', 'node_modules/', '**/*.js', '**/*.mjs', '**/*.cjs'] },
  ...tseslint.configs.strictTypeChecked,
  {
    plugins: { regexp },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: 'only-allowed-literals' }],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only libs/platform/src/config reads the environment.' },
      ],
      // A typed read of JSON names its type once, by design.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // What people upload is matched: a cell of blanks must not hold a process for minutes.
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'max-lines': ['error', { max: 400 }],
      'no-console': 'error',
    },
  },
  {
    files: ['libs/platform/src/config/**', 'tools/**', 'bench/**', '{,libs/*/}test/**', '**/*.test.ts'],
    rules: { 'no-restricted-properties': 'off', 'no-console': 'off' },
  },
  // Elements of typed arrays at places that the loops around them keep within bounds: a check of each would be the work itself.
  {
    files: ['libs/engine/src/{columnar,profile,out-of-core,compare,relations,repair,rules,quality}/**'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  { files: ['apps/cli/**'], rules: { 'no-console': 'off' } },
  // Answers of the API and literals for fetch are loosely typed on purpose where they are only asserted on or shown.
  {
    files: ['**/*.test.ts', 'test/**', 'tools/**', 'bench/**'],
    rules: Object.fromEntries(
      [
        'no-non-null-assertion',
        'no-unsafe-assignment',
        'no-unsafe-member-access',
        'no-unsafe-argument',
        'no-unsafe-return',
        'no-unsafe-call',
        'no-unsafe-class-instance-assignment',
        'no-misused-spread',
      ].map((rule) => [`@typescript-eslint/${rule}`, 'off']),
    ),
  },
);
