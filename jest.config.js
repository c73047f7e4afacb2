const base = {
  rootDir: __dirname,
  testEnvironment: 'node',
  transform: { '^.+\\.m?[tj]s$': ['@swc/jest', { swcrc: false, ...require('./jest.swc.json') }] },
  transformIgnorePatterns: [
    '/node_modules/(?!(@nestjs|nestjs-pino|file-type|strtok3|token-types|uint8array-extras|@borewit|@tokenizer|uuid|jose|load-esm|hyparquet)/)',
  ],
  moduleNameMapper: { '^@millrace/([^/]+)$': '<rootDir>/libs/$1/src/index.ts', '^(\\.{1,2}/.*)\\.mjs$': '$1.mts' },
  moduleFileExtensions: ['ts', 'mts', 'js', 'mjs', 'json', 'node'],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.millrace'],
};

/** unit needs nothing; integration needs the services that tools/test.mts starts; e2e drives built processes over HTTP. */
module.exports = {
  testTimeout: 300_000,
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: ['<rootDir>/{apps,libs,tools,bench,test}/**/*.test.ts'],
      testPathIgnorePatterns: ['\\.int\\.test\\.ts$', '<rootDir>/test/e2e/'],
    },
    { ...base, displayName: 'integration', testMatch: ['<rootDir>/{apps,libs,tools}/**/*.int.test.ts'] },
    { ...base, displayName: 'e2e', testMatch: ['<rootDir>/test/e2e/**/*.test.ts'] },
  ],
};
