const { availableParallelism } = require('node:os');

/** ESM-only packages that Jest, which runs CommonJS here, must transform. */
const esm = ['jose', 'hono', '@hono', 'get-port', 'croner'].join('|');

/** Large packages that Node.js loads once for all test files. Not those whose state a test file registers in or replaces. */
const shared = [
  'zod|zod-openapi|luxon|yaml|mssql|fast-check|@peculiar',
  '@azure/(?!functions)[^/]+|@azure-rest|@typespec',
  // Of durable-functions.
  'axios|moment|validator|lodash|debug|uuid',
].join('|');

/** The innermost package that a file belongs to. */
const packaged = '/node_modules/(?!.*/node_modules/)';

module.exports = {
  globalSetup: '<rootDir>/test/azurite-setup.cjs',
  globalTeardown: '<rootDir>/test/azurite-teardown.cjs',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testEnvironment: '<rootDir>/test/runner/one-realm.cjs',
  testSequencer: '<rootDir>/test/runner/long-first.cjs',
  transform: {
    [`${packaged}(${shared})/`]: '<rootDir>/test/runner/by-node.cjs',
    '^.+\\.[mc]?[jt]s$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
  },
  transformIgnorePatterns: [`${packaged}(?!(${esm}|${shared})/)`],
  // Azurite answers slowly on a busy machine.
  testTimeout: 30_000,
  // Estates mostly wait for each other's processes, so more files may run than there are cores.
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.local/'],
};
