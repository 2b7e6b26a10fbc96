import { fc } from '../../properties';
import { anEstate, cosmos, diskSet, encryptedWith, group, hours, keyUrl, protector, sql, storage } from './estate';

const storePath = `${group}/providers/Microsoft.Storage/storageAccounts/store?api-version=2025-08-01`;
const disksPath = `${group}/providers/Microsoft.Compute/diskEncryptionSets/disks?api-version=2025-01-02`;

const steps = fc.array(
  fc.oneof(
    fc.constant({ do: 'create' as const }),
    fc.record({ do: fc.constant('disable' as const), which: fc.nat(9) }),
    fc.record({ do: fc.constant('pass' as const), hours: fc.constantFrom(0.001, 0.5, 1, 24) }),
    fc.record({ do: fc.constant('move' as const), disks: fc.boolean() }),
  ),
  { maxLength: 40 },
);

/** An estate of every way to follow or be moved, whose versions are disabled only when no log shows them in use. */
function aCarefulEstate() {
  const { arm, vault, ask, pass } = anEstate();
  for (const seed of [storage(encryptedWith('v1')), cosmos(), sql(), protector({ autoRotationEnabled: true })])
    arm.put(seed);
  arm.put(diskSet({ activeKey: { keyUrl: keyUrl('v1') } }));
  let newest = 1;

  const dependents = () => arm.list().filter(({ type }) => type !== 'Microsoft.Sql/servers/keys');
  const open = (id: string) => arm.keyLog(id).filter(({ until }) => !until);
  const needed = () => dependents().flatMap(({ id }) => open(id));
  /** Versions that a resource shows on the wire, under whatever name. */
  const shown = (resource: object) =>
    [...JSON.stringify(resource).matchAll(/ledger\/(v\d+)/g)].map(([, version]) => version);
  const sick = () =>
    dependents().filter((resource) => {
      const logged = open(resource.id).map(({ version }) => version);
      return (
        arm.health(resource.id) !== 'ok' || !shown(resource).every((version) => logged.some((each) => each === version))
      );
    });
  const act = {
    create() {
      pass(1);
      newest += 1;
      vault.create(`v${newest}`);
    },
    disable({ which }: { which: number }) {
      const version = `v${(which % newest) + 1}`;
      const isNeeded = needed().some((use) => use.version === version);
      if (!isNeeded && version !== `v${newest}`) vault.disable(version);
    },
    pass: ({ hours: count }: { hours: number }) => pass(hours(count)),
    async move({ disks: theDisks }: { disks: boolean }) {
      const version = `v${newest}`;
      const { status } = theDisks
        ? await ask('PATCH', disksPath, { properties: { activeKey: { keyUrl: keyUrl(version) } } })
        : await ask('PATCH', storePath, {
            properties: { encryption: { keyvaultproperties: { keyversion: version } } },
          });
      expect([200, 202, 409]).toContain(status);
    },
  };
  return { act, sick };
}

describe('the log of versions in use', () => {
  it('names every version that a resource shows, and nothing is stranded by disabling what it does not name', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (script) => {
        const { act, sick } = aCarefulEstate();
        for (const step of script) {
          if (step.do === 'create') act.create();
          else if (step.do === 'disable') act.disable(step);
          else if (step.do === 'pass') act.pass(step);
          else await act.move(step);
          expect(sick()).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });
});
