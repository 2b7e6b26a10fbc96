const { AsyncLocalStorage } = require('node:async_hooks');
const { createRequire } = require('node:module');
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

/**
 * Jest gives each test file a realm of its own, in which every package is read, compiled and run anew: for our many small files
 * that took longer than the tests. Here all files of a worker share Node.js's own realm. Each still loads our modules
 * anew, so that nothing of ours is carried from one file to the next; only what they were compiled to is kept, and packages
 * (by-node.cjs). A test that changes a global has to put it back.
 */
const compiled = new Map();
const { compileFunction } = vm;
vm.compileFunction = (code, parameters, options) => {
  const known = compiled.get(options.filename);
  if (known?.code === code) return known.run;
  const run = compileFunction(code, parameters, { ...options, parsingContext: undefined });
  compiled.set(options.filename, { code, run });
  return run;
};

/** Each that was used costs something at every promise, for as long as the process lives: those of a test file end with it. */
const storages = new Set();
for (const name of ['run', 'enterWith']) {
  const use = AsyncLocalStorage.prototype[name];
  AsyncLocalStorage.prototype[name] = function (...given) {
    storages.add(this);
    return use.apply(this, given);
  };
}

globalThis.requireByNode = createRequire(__filename);

module.exports = class OneRealm extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.global = globalThis;
    const { moduleMocker, fakeTimersModern } = this;
    this.moduleMocker = new moduleMocker.constructor(globalThis);
    this.fakeTimersModern = new fakeTimersModern.constructor({ config: config.projectConfig, global: globalThis });
  }

  async teardown() {
    await super.teardown();
    for (const storage of storages) storage.disable();
    storages.clear();
  }
};
