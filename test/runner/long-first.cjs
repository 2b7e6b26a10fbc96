const Sequencer = require('@jest/test-sequencer').default;

/** What takes longest comes first, so that no core is left with a long file when the others have ended. */
const order = ['/test/estate/', '/dependents/contract/', '/test/rules/'];

const rank = ({ path }) => {
  const at = order.findIndex((folder) => path.includes(folder));
  return at < 0 ? order.length : at;
};

/** Without what Jest remembers of earlier runs, which a fresh machine does not have, it begins with the largest files. */
module.exports = class LongFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).toSorted((one, other) => rank(one) - rank(other));
  }
};
