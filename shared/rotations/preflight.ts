import { firstOf } from '../alerts/plain-words';
import type { Discovery, OtherSubscription } from '../dependents/dependent';
import { recoverCommand } from '../keys/key-url';
import { operationTag } from '../keys/key-version';
import type { Finding } from './finding';
import { currentOf, type KeyFacts } from './key-facts';
import { whoElseFindings } from './log-findings';
import { windowFindings } from './window-findings';
import type { RotationMode } from './record';
import { isEmergency, type Cause } from './request';

/** Azure refuses a sixteenth tag on an object. Source: Key Vault documentation, "about keys, secrets and certificates". */
const mostTags = 15;
/** A backup holds all versions and may fail above this number. Source: Key Vault documentation, "backup". */
const mostVersionsInBackup = 500;

export interface Preflight {
  readonly blockedBy: Finding[];
  readonly warnings: Finding[];
}

export interface PreflightInput {
  readonly facts: KeyFacts;
  readonly discovery: Discovery;
  readonly mode: RotationMode;
  readonly cause: Cause;
  /** In which respects a version that someone else made falls short of its predecessor. */
  readonly weaknesses: readonly string[];
}

/**
 * What stands in the way of a rotation. In an emergency only what makes creation impossible blocks; what would block a
 * routine rotation is then a warning.
 */
export function preflight(input: PreflightInput): Preflight {
  const cautions = [...ruleFindings(input.facts), ...(input.mode === 'rotate' ? originFindings(input.facts) : [])];
  const impossible = [
    ...scopeFindings(input.facts),
    ...(input.mode === 'rotate' ? creationFindings(input.facts) : []),
    ...(input.cause === 'foreign-version' ? foreignFindings(input) : []),
  ];
  const emergency = isEmergency(input.cause);
  return {
    blockedBy: emergency ? impossible : [...impossible, ...cautions],
    warnings: [
      ...(emergency ? cautions : []),
      ...(emergency || input.mode !== 'rotate' ? [] : windowFindings(input.facts)),
      ...recoveryFindings(input.facts),
      ...discoveryFindings(input.discovery),
    ],
  };
}

const scopeFindings = ({ key, inScope }: KeyFacts): Finding[] =>
  inScope
    ? []
    : [
        {
          code: 'out-of-scope',
          message: `The vault of ${key} is no longer in the scope of the policy`,
          nextStep: 'Add the vault to scope.vaults in policy.yaml, if Rewrap shall look after it',
        },
      ];

function creationFindings(facts: KeyFacts): Finding[] {
  const { key, presence } = facts;
  const current = currentOf(facts);
  if (presence === 'soft-deleted') {
    return [
      {
        code: 'key-soft-deleted',
        message: `${key} was deleted`,
        nextStep: `Recover it: ${recoverCommand(key)}`,
      },
    ];
  }
  if (!current)
    return [
      { code: 'key-unknown', message: `${key} does not exist`, nextStep: 'Check the name of the key and of its vault' },
    ];
  const findings: Finding[] = [];
  if (current.managed) {
    findings.push({
      code: 'certificate-key',
      message: `${key} belongs to a certificate`,
      nextStep: 'Renew the certificate; its key rotates with it',
    });
  }
  const tags = Object.keys(current.tags);
  if (tags.length >= mostTags && !tags.includes(operationTag)) {
    findings.push({
      code: 'no-free-tag',
      message: `${key} has ${tags.length} tags, and the new version needs one more`,
      nextStep: `Free one of: ${tags.join(', ')}`,
    });
  }
  return findings;
}

function ruleFindings(facts: KeyFacts): Finding[] {
  const findings: Finding[] = [];
  if (!facts.class) {
    findings.push({
      code: 'no-class',
      message: `No class of the policy matches ${facts.key}`,
      nextStep: 'Add a class that matches it to policy.yaml',
    });
  }
  const current = currentOf(facts);
  if (current && !current.enabled) {
    findings.push({
      code: 'key-disabled',
      message: `The current version of ${facts.key} is disabled`,
      nextStep: `Find out who disabled it; to use it again: az keyvault key set-attributes --id ${facts.key}/${current.version} --enabled true`,
    });
  }
  return findings;
}

/** A vault does not tell whether material was imported, and a new version of an imported key would silently be generated. */
function originFindings({ key, class: rules }: KeyFacts): Finding[] {
  if (!rules || rules.origin === 'generated') return [];
  if (rules.origin === 'imported') {
    return [
      {
        code: 'imported-key',
        message: `The material of ${key} is imported`,
        nextStep:
          'Import the next version from your own HSM, then say so: POST /api/rotations/ID/confirm with a note. Rewrap verifies it and moves the dependents',
      },
    ];
  }
  return [
    {
      code: 'origin-unknown',
      message: `It is not established that the material of ${key} was generated in the vault`,
      nextStep:
        'Set "origin: generated" or "origin: imported" on its class in policy.yaml, or tag the key rewrap-origin: imported',
    },
  ];
}

function foreignFindings({ facts, weaknesses }: PreflightInput): Finding[] {
  const current = currentOf(facts);
  const id = `${facts.key}/${current?.version ?? ''}`;
  const nextStep = `Find out who made ${id}. If it is good, set foreignVersions: follow; if not, disable it: az keyvault key set-attributes --id ${id} --enabled false`;
  if (facts.class?.foreignVersions === 'alert') {
    return [
      {
        code: 'foreign-version-refused',
        message: `Someone else made ${id}, and the policy does not follow foreign versions`,
        nextStep,
      },
    ];
  }
  const notValid = current ? validity(current, facts.now) : ['it is gone'];
  const flaws = [...notValid, ...weaknesses];
  return flaws.length === 0
    ? []
    : [
        {
          code: 'foreign-version-weaker',
          message: `Someone else made ${id}, and it is not its predecessor's equal: ${flaws.join('; ')}`,
          nextStep,
        },
      ];
}

/** Why a version cannot be used now, going by its state. */
export const validity = (
  version: { enabled: boolean; notBefore?: string | undefined; expiresOn?: string | undefined },
  now: Date,
): string[] => [
  ...(version.enabled ? [] : ['disabled']),
  ...(version.notBefore && new Date(version.notBefore) > now ? [`not valid before ${version.notBefore}`] : []),
  ...(version.expiresOn && new Date(version.expiresOn) <= now ? [`expired on ${version.expiresOn}`] : []),
];

function recoveryFindings(facts: KeyFacts): Finding[] {
  const findings: Finding[] = [];
  if (currentOf(facts)?.recoveryLevel?.includes('Purgeable')) {
    findings.push({
      code: 'purge-protection-off',
      message: `The vault of ${facts.key} has no purge protection`,
      nextStep: 'Turn it on: az keyvault update --name VAULT --enable-purge-protection true',
    });
  }
  if (facts.versions.length >= mostVersionsInBackup) {
    findings.push({
      code: 'many-versions',
      message: `${facts.key} has ${facts.versions.length} versions; its backup may fail`,
      nextStep: 'Plan a move to a new key',
    });
  }
  return findings;
}

const discoveryFindings = (discovery: Discovery): Finding[] => [
  ...searchFindings(discovery),
  ...whoElseFindings(discovery),
];

const searchFindings = ({
  unknown,
  unreadable,
  ownedElsewhere = [],
  notInScope = [],
  missingRights = [],
}: Discovery): Finding[] => [
  ...missingRights.map(({ scope, right }) => ({
    code: 'right-missing',
    message: `No role gives Rewrap ${right} in ${scope}, where dependents are to be moved by it`,
    nextStep: `Assign the role "Rewrap dependents" there, unless it is given at the resources themselves`,
  })),
  ...unknown.map(({ id, type }) => ({
    code: 'unknown-dependent',
    message: `${id} uses the key, and Rewrap has no adapter for ${type}`,
    nextStep: 'Move it by hand; the old version stays enabled',
  })),
  ...unreadable.map(({ scope, because }) => ({
    code: 'unreadable-scope',
    message: `${scope} could not be searched for dependents: ${because}`,
    nextStep: 'Give the identity of Rewrap the Reader role there; the old version stays enabled until then',
  })),
  ...ownedElsewhere.map(({ id, owner, ask }) => ({
    code: 'owned-elsewhere',
    message: `${id} uses the key, and only ${owner} may change it`,
    nextStep: `${ask}; the old version stays enabled until it is proven to have moved`,
  })),
  ...(notInScope.length > 0 ? [notSearched(notInScope)] : []),
];

const mostNamed = 10;

const notSearched = (others: readonly OtherSubscription[]): Finding => {
  const names = others.map(({ id, name }) => (name ? `${name} (${id})` : id));
  return {
    code: 'subscription-not-in-scope',
    message: `Rewrap can see subscriptions that the policy does not name, and did not search them: ${firstOf(names, mostNamed)}`,
    nextStep: 'Add them to scope.subscriptions in policy.yaml, or make sure that nothing in them uses the key',
  };
};
