/**
 * Builds `dist/main.js`, the whole Functions app as one file but for large packages that few need, and the programs of the local estate beside it.
 * `@azure/functions-core` is not a package: the Functions worker provides it when the app is loaded.
 * `node build.mjs ENTRY FILE` builds another app in the same way, to be compared.
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

/** Large packages that few installations need, and what is used of them: a file each beside the app, loaded when first needed. */
const apart = { mssql: 'ConnectionPool' };

const besideTheApp = {
  name: 'beside-the-app',
  setup: ({ onResolve }) =>
    Object.keys(apart).forEach((name) =>
      onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path: `./${name}.js`, external: true })),
    ),
};

const minified = { ...common, minifySyntax: true, minifyWhitespace: true };

const buildApp = (entry, outfile) => build({ ...minified, entryPoints: [entry], outfile, plugins: [besideTheApp] });

const [entry, outfile] = process.argv.slice(2);
if (entry && outfile) {
  await buildApp(entry, outfile);
} else {
  await buildApp('functions/main.ts', 'dist/main.js');
  for (const [name, used] of Object.entries(apart)) {
    const stdin = { contents: `export { ${used} } from '${name}'`, resolveDir: '.' };
    await build({ ...minified, stdin, outfile: `dist/${name}.js` });
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
}
