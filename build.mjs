/**
 * Builds `dist/main.js`, the whole Functions app as one file, and the programs of the local estate beside it.
 * `@azure/functions-core` is not a package: the Functions worker provides it when the app is loaded.
 */
import { build } from 'esbuild';

const common = { bundle: true, platform: 'node', target: 'node20', format: 'cjs', keepNames: true, sourcemap: true };

await build({
  ...common,
  entryPoints: ['functions/main.ts'],
  outfile: 'dist/main.js',
  external: ['@azure/functions-core'],
  // @azure/storage-common reads import.meta.url when it is loaded; in CommonJS esbuild leaves it empty.
  define: { 'import.meta.url': 'importMetaUrl' },
  banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
  minifySyntax: true,
  minifyWhitespace: true,
});
await build({
  ...common,
  entryPoints: {
    host: 'local/host/main.ts',
    emulators: 'local/emulators.ts',
    start: 'local/start.ts',
    demo: 'local/demo.ts',
  },
  outdir: 'dist/local',
  packages: 'external',
});
