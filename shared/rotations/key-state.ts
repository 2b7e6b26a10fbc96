import { findingInWords } from '../dependents/blind-spots';
import type { Discovery, OtherSubscription } from '../dependents/dependent';
import { nameOf, vaultOf } from '../keys/key-url';
import type { KeyVersion } from '../keys/key-version';
import type { KeyPosture } from '../posture/key-posture';
import { servedBy } from '../posture/vault-view';
import { dueForRotation } from './due-for-rotation';
import { currentOf, type KeyFacts } from './key-facts';

/** Enough to act on: one missing right is usually behind many. */
const mostBlindSpots = 20;

const outOfScope = ({ id, name }: OtherSubscription) => ({
  scope: `/subscriptions/${id}`,
  because: `Not searched: ${name || 'it'} is not in scope.subscriptions of the policy.`,
});

/** What the sweep saw of a key, as `/api/keys` shows it. */
export function postureOf(facts: KeyFacts, discovery: Discovery): KeyPosture {
  const current = currentOf(facts);
  const { ownedElsewhere = [], notInScope = [], unreadable } = discovery;
  const found = [...discovery.dependents, ...ownedElsewhere];
  const blindSpots = [...unreadable, ...notInScope.map(outOfScope)].slice(0, mostBlindSpots);
  const onCurrent = found.filter(({ version }) => current !== undefined && version === current.version);
  return {
    url: facts.key,
    vault: vaultOf(facts.key),
    name: nameOf(facts.key),
    ...(current && { version: current.version }),
    ...stateOf(facts),
    ...(current?.expiresOn && { expiresOn: current.expiresOn }),
    dependents: {
      total: found.length,
      onCurrentVersion: onCurrent.length,
      unknown: discovery.unknown.length,
      ownedElsewhere: ownedElsewhere.length,
      showNoVersion: found.filter(({ version }) => version === undefined).length,
      inWords: findingInWords({ total: found.length, unreadable, notInScope }),
    },
    serves: servedBy(found),
    ...(blindSpots.length > 0 && { blindSpots }),
    asOf: facts.now.toISOString(),
  };
}

function stateOf(facts: KeyFacts): Pick<KeyPosture, 'state' | 'because'> {
  const { presence, records, now, native } = facts;
  const current = currentOf(facts);
  if (presence === 'soft-deleted') return { state: 'soft-deleted' };
  if (presence === 'absent') return { state: 'needs-person', because: 'the key is gone from its vault' };
  if (!current) return { state: 'needs-person', because: 'the key is listed but has no version' };
  if (records.some(({ closedAt }) => closedAt === undefined)) return { state: 'rotating' };
  if (!current.enabled) return { state: 'disabled' };
  const open = whatIsOpen(facts, current);
  if (open !== undefined || !facts.class)
    return { state: 'needs-person', because: open ?? 'no class of the policy matches it' };
  const { state, because } = dueForRotation(current, facts.class, native, now);
  return { state, because };
}

/** Why the last rotation is not over although it is closed: it left dependents behind, or stopped. */
function whatIsOpen({ records: [last] }: KeyFacts, { version }: KeyVersion): string | undefined {
  if (!last || !['partial', 'parked', 'failed'].includes(last.state)) return undefined;
  const isAboutIt = last.from === version || last.to === version;
  return isAboutIt ? (last.because ?? `its last rotation is ${last.state}`) : undefined;
}
