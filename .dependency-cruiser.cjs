/** Imports run one way: functions → orchestrations → steps → shared. `local/` imports nothing of the app. */
const engine = 'node_modules/(durable-functions|@azure/functions)/';

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'shared-knows-nobody',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(functions|orchestrations|local|cli|test|bench)/' },
    },
    { name: 'shared-knows-no-engine', severity: 'error', from: { path: '^shared/' }, to: { path: engine } },
    {
      name: 'orchestrations-know-no-triggers',
      severity: 'error',
      from: { path: '^orchestrations/' },
      to: { path: '^(functions|local|cli|test|bench)/' },
    },
    {
      name: 'only-the-bridge-knows-the-engine',
      severity: 'error',
      from: { path: '^orchestrations/', pathNot: '^orchestrations/durable\\.ts$' },
      to: { path: engine },
    },
    {
      name: 'workflows-only-decide',
      severity: 'error',
      from: { path: '^orchestrations/[^/]+\\.ts$', pathNot: '^orchestrations/durable\\.ts$' },
      to: { path: '^node:|@azure/|^shared/azure/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'a-step-never-calls-a-step',
      severity: 'error',
      from: { path: '^orchestrations/steps/' },
      to: { path: '^orchestrations/steps/' },
    },
    {
      name: 'steps-reach-azure-through-the-world',
      severity: 'error',
      from: { path: '^orchestrations/steps/' },
      to: { path: '@azure/|^shared/azure/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'local-imports-nothing-of-the-app',
      severity: 'error',
      from: { path: '^local/' },
      to: { path: '^(functions|orchestrations|shared|cli|test|bench)/' },
    },
    {
      name: 'the-app-never-imports-local',
      severity: 'error',
      from: { path: '^(functions|orchestrations|shared)/' },
      to: { path: '^(local|test|bench)/' },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: {
        orphan: true,
        path: '^(functions|orchestrations|shared|local)/',
        pathNot: '^functions/main\\.ts$|^local/(host/main|emulators|start|demo)\\.ts$',
      },
      to: {},
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
  },
};
