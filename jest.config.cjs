/** ESM-only packages that Jest, which runs CommonJS here, must transform. */
const esm = ['jose', 'hono', '@hono', 'get-port', 'croner'].join('|');

module.exports = {
  globalSetup: '<rootDir>/test/azurite-setup.cjs',
  globalTeardown: '<rootDir>/test/azurite-teardown.cjs',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: { '^.+\\.[mc]?[jt]s$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
  transformIgnorePatterns: [`/node_modules/(?!(${esm})/)`],
  // Azurite answers slowly on a busy machine.
  testTimeout: 30_000,
  // Estates mostly wait for each other's processes, so every core may take a file.
  maxWorkers: '100%',
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.local/'],
};
