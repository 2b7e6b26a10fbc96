/** Instead of a package's code: the package as Node.js has loaded it, once for all test files of a worker. */
module.exports = {
  process: (_, filename) => ({ code: `module.exports = requireByNode(${JSON.stringify(filename)});` }),
};
