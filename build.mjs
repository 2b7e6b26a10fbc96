/**
 * Builds `dist/main.js`, the whole Functions app as one file but for large packages that wait until they are needed, and the programs of the local
 * estate beside it.
 * `@azure/functions-core` is not a package: the Functions worker provides it when the app is loaded.
 * `node build.mjs ENTRY FILE` builds another app in the same way, but whole, to be compared.
 */
import { build } from 'esbuild';

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  keepNames: true,
  sourcemap: true,
  external: ['@azure/functions-core'],
  // Modules that read import.meta.url when they are loaded find it empty in CommonJS.
  define: { 'import.meta.url': 'importMetaUrl' },
  banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
};

/**
 * Large packages that the app does without until a step needs them, and what is used of them: a file each beside the app. Each
 * has copies of what it shares with the app, so that its errors are told by their names and not by their classes.
 */
const apart = {
  mssql: 'ConnectionPool',
  '@azure/eventgrid': 'AzureKeyCredential, EventGridPublisherClient',
  '@azure/identity': 'ManagedIdentityCredential',
  '@azure/storage-blob': 'BlobClient, BlobServiceClient, ContainerClient',
};

const fileOf = (name) => `${name.replace(/^@/, '').replace('/', '-')}.js`;

const besideTheApp = {
  name: 'beside-the-app',
  setup: ({ onResolve }) =>
    Object.keys(apart).forEach((name) =>
      onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path: `./${fileOf(name)}`, external: true })),
    ),
};

/**
 * What libraries bring along and need a small part of: durable-functions one of validator's hundred checks, its axios a table of
 * all media types for forms, which nobody sends.
 */
const parts = {
  validator: "exports.isURL = require('validator/lib/isURL').default;",
  'mime-db': 'module.exports = {};',
};

const onlyParts = {
  name: 'only-parts',
  setup({ onResolve, onLoad }) {
    const filter = new RegExp(`^(${Object.keys(parts).join('|')})$`);
    onResolve({ filter }, ({ path }) => ({ path, namespace: 'parts' }));
    onLoad({ filter, namespace: 'parts' }, ({ path }) => ({ contents: parts[path], resolveDir: '.' }));
  },
};

const minified = { ...common, minifySyntax: true, minifyWhitespace: true };

/** The services of Azurite as one file each: gathered from hundreds of files, they take twice as long to start. */
const azurite = {
  entryPoints: {
    'azurite-blob': 'node_modules/azurite/dist/src/blob/main.js',
    'azurite-table': 'node_modules/azurite/dist/src/table/main.js',
  },
  // What it only looks for, and does without.
  external: ['pg-hstore', 'applicationinsights-native-metrics', '@opentelemetry/*', '@azure/functions-core'],
};

/** `import()` becomes `require`: Node.js would first read a whole CommonJS file for the names that it exports. */
const requiredLater = { supported: { 'dynamic-import': false } };

const buildApp = (entry, outfile, plugins = []) =>
  build({ ...minified, ...requiredLater, entryPoints: [entry], outfile, plugins });

const [entry, outfile] = process.argv.slice(2);
if (entry && outfile) {
  await buildApp(entry, outfile);
} else {
  await buildApp('functions/main.ts', 'dist/main.js', [besideTheApp, onlyParts]);
  for (const [name, used] of Object.entries(apart)) {
    const stdin = { contents: `export { ${used} } from '${name}'`, resolveDir: '.' };
    await build({ ...minified, stdin, outfile: `dist/${fileOf(name)}` });
  }
  await build({
    ...common,
    entryPoints: {
      host: 'local/host/main.ts',
      emulators: 'local/emulators.ts',
      start: 'local/start.ts',
      demo: 'local/demo.ts',
    },
    outdir: 'dist/local',
  });
  await build({ ...minified, ...azurite, sourcemap: false, outdir: 'dist/local' });
}
