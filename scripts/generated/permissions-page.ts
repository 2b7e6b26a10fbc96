import { carryingRoles, containActions } from '../../shared/incidents/contain-rights';
import { dataActionOf, dutyOf, type KeyOperation, rights } from '../../shared/keys/key-rights';
import { roleOf } from './hsm-roles';
import { code, page, table } from './markdown';
import { appRights } from './rights';

interface Told {
  readonly why: string;
  /** What somebody could do with the right who should not have it. */
  readonly worst: string;
}

const seesNames = 'see names, dates, tags and public keys';
const opens = 'open every data key that the key has wrapped and that he holds in wrapped form';

/** Line by line, for whoever has to sign. A new operation without a line does not compile. */
const told: Readonly<Record<KeyOperation, Told>> = {
  list: { why: 'list keys and their versions', worst: seesNames },
  read: { why: 'read attributes, tags and public keys of a version', worst: seesNames },
  readDeleted: { why: 'tell a deleted key from one that never was', worst: seesNames },
  listDeleted: { why: 'see keys that were deleted before any sweep saw them', worst: seesNames },
  readPolicy: { why: 'know whether the vault rotates the key by itself', worst: 'see the rotation policy' },
  writePolicy: {
    why: 'have the rotation policy of a key say what its class says (`nativePolicy: set`)',
    worst: 'have the vault rotate keys by itself, or stop doing so; in a Managed HSM also disable versions',
  },
  create: {
    why: 'make the new version, at most once per rotation',
    worst:
      'make versions: services that follow the newest would turn to them; nothing is lost, since the old ones stay enabled',
  },
  disable: {
    why: 'disable an old version that nothing needs any more',
    worst: 'cut services off by disabling a version in use, until somebody enables it again; nothing is deleted',
  },
  enable: { why: 'take a disabling back', worst: 'enable a version that was disabled for a reason' },
  backUp: {
    why: 'keep a backup of the key before the first dependent moves',
    worst:
      'take an opaque copy of the key, which only the same subscription and geography restore; it cannot be revoked',
  },
  wrap: { why: 'prove a version; wrap data keys of applications anew', worst: 'wrap data keys of his own' },
  unwrap: {
    why: 'prove that old and new version open what they wrapped; read data keys of applications',
    worst: opens,
  },
  encrypt: { why: 'prove keys that encrypt instead of wrapping', worst: 'encrypt with the key' },
  decrypt: { why: 'prove keys that encrypt instead of wrapping', worst: `decrypt, and ${opens}` },
  sign: {
    why: 'prove keys that sign; sign column keys of SQL Server',
    worst: 'sign in the name of whoever owns the key',
  },
};

const isKeyOperation = (name: string): name is KeyOperation => name in rights;

const keyRows = Object.keys(rights)
  .filter(isKeyOperation)
  .map((operation) => [
    roleOf[dutyOf(operation)].name,
    code(dataActionOf(operation, 'vault').replace('Microsoft.KeyVault/vaults/', '')),
    code(dataActionOf(operation, 'managed-hsm').replace('Microsoft.KeyVault/managedHsm/', '')),
    told[operation].why,
    told[operation].worst,
  ]);

const isRead = (action: string): boolean => action.endsWith('/read');

const armRow = (action: string): string[] => [
  code(action),
  isRead(action) ? 'see which version it uses, and whether it is well' : 'point it at another version of its key',
  isRead(action)
    ? 'see how such resources are set up'
    : 'change anything about such a resource: Azure has no action for the key alone',
];

const containRows = [
  [
    code(containActions.take),
    'take backup rights from people in an incident that asks for it',
    'take the same roles from any person or group at the vaults, who then works no more with keys until somebody gives them back; in an app that holds the identity, whoever runs code can',
  ],
  [code(containActions.read), 'see what is to be taken', 'see who has which role at the vaults'],
];

const others = ({ logs, graph, managedHsm }: ReturnType<typeof appRights>): string[][] => [
  ...logs.actions.map((action) => [
    code(action),
    'workspaces with audit logs; part of Reader in its subscriptions',
    'prove moves, and find users of a key that nobody knows',
    'see who works with which key from which address',
  ]),
  ...managedHsm.reading.map((action) => [
    code(action),
    'Managed HSMs, granted by hand',
    'tell who reaches which key',
    'see who has which role',
  ]),
  ...graph.applicationPermissions.map((permission) => [
    code(permission),
    'Microsoft Graph, granted by hand, only for reach',
    'tell who is in which group, and who has left',
    'read the directory of the company',
  ]),
];

/** Every right of every identity, with its reason and the worst of it. */
export const permissionsPage = (): string => {
  const all = appRights();
  return page(
    'Permissions, line by line',
    'Every right that Rewrap asks for, why, and the worst that somebody could do who holds it and should not. The roles in `infra/` are made of the same list. What it asks for in its own resource group, and what a thief could do all in all, stands in [the threat model](../threat-model.md).',
    '## Keys',
    'Data actions after `Microsoft.KeyVault/vaults/` and `Microsoft.KeyVault/managedHsm/`. *Rewrap open data keys* can be granted for single keys. `encrypt`, `decrypt` and `sign` are granted only where keys encrypt or sign (`vaultsHaveOtherKeys`), and `keyrotationpolicies/write` only where a class sets rotation policies (`vaultsHaveRotationPoliciesSet`). *Rewrap retire* reads a version before it disables it.',
    table(['Role', 'In a vault', 'In a Managed HSM', 'Why', 'The worst of it'], keyRows),
    'Not asked for, in no role: delete, purge, recover, import, restore, rotate, release, and anything about secrets or certificates.',
    '## Resources that use keys',
    'The built-in role Reader, so that nothing that uses a key stays unseen, and the custom role *Rewrap dependents*, in each subscription of the estate. Take lines out of `infra/generated/rights.json` for types that you do not have, or assign the role at resource groups: what is refused is named with the right and the scope.',
    table(['Action', 'Why', 'The worst of it'], all.arm.actions.map(armRow)),
    '## Rights of people, where you opt in',
    'With `takesRights`: the custom role *Rewrap contain*, at each vault, under a condition that lets it take assignments of these roles only, from people and groups only: ' +
      `${Object.keys(carryingRoles).join(', ')}, and those of \`containRoles\`.`,
    table(['Action', 'Why', 'The worst of it'], containRows),
    '## Logs, roles and the directory',
    table(['Right', 'Where', 'Why', 'The worst of it'], others(all)),
  );
};
