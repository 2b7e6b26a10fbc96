import type { MayUse } from '../access/may-use';
import { findingInWords } from '../dependents/blind-spots';
import type { Dependent, Discovery } from '../dependents/dependent';
import type { KeyUrl } from '../keys/key-url';
import type { KeyVersion } from '../keys/key-version';
import { nextOpening } from '../policy/next-opening';
import { blastRadius } from './blast-radius';
import { cleanVaultFindings } from './clean-vault-findings';
import { expectedDuration, type LagOf } from './expected-duration';
import { expiryOfSuccessor } from './expiry-of-successor';
import { Finding } from './finding';
import type { KeyFacts } from './key-facts';
import type { RotationPlan } from './plan';
import { planDigest } from './plan-digest';
import { planWaves } from './plan-waves';
import { preflight, type Preflight } from './preflight';
import type { RotationMode } from './record';
import { isEmergency, type Cause } from './request';
import { standbyFindings } from './standby-findings';
import { wayBackOf } from './way-back';

/** A key of no class is parked; an emergency rotates it all the same, and its old version is kept for this long. */
const overlapWithoutClass = 'P7D';

const atOnce = 'PT0S';

export interface PlanInput {
  readonly id: string;
  readonly cause: Cause;
  readonly facts: KeyFacts;
  readonly discovery: Discovery;
  readonly from: KeyVersion;
  /** Given when the version to move to is there already. */
  readonly to?: KeyVersion;
  /** True when this rotation has made that version itself, before it searched. */
  readonly ownVersion?: boolean;
  readonly weaknesses: readonly string[];
  /** Given when it is to wait for no window. */
  readonly outsideWindows?: boolean;
  /** Given when another key takes the place of this one. */
  readonly toKey?: KeyUrl | undefined;
  /** Given where somebody has looked who may use that key. */
  readonly mayUseIt?: MayUse | undefined;
  /** Rights that the vault refuses us; given where somebody has asked it. */
  readonly refusedRights?: readonly Finding[] | undefined;
  /** Given where the plan shall say how long it is likely to take. */
  readonly lagOf?: LagOf;
}

/** What a rotation will do and why: a pure function, so that a dry run, the API and the rotation itself say the same. */
export function planRotation(input: PlanInput): { plan: RotationPlan; slices: Dependent[][] } {
  const { id, cause, facts, discovery, from, to } = input;
  const { waves, slices } = planWaves(discovery.dependents, {
    rules: facts.class?.waves,
    emergency: isEmergency(cause),
  });
  const timing = timingOf(input);
  const plan = {
    id,
    key: facts.key,
    cause,
    mode: modeOf(input.ownVersion ? undefined : to),
    class: facts.class?.name ?? 'none',
    from: from.version,
    ...(to && { to: to.version }),
    ...(input.toKey && { toKey: input.toKey }),
    steps: stepsOf(input, timing.overlap),
    waves,
    ...(facts.class?.waves.onFailure === 'go-on' && { goesOn: true }),
    dependents: dependentsOf(discovery, input.toKey),
    blastRadius: blastRadius(discovery.dependents),
    wayBack: wayBackOf(discovery.dependents, cause),
    ...checked(input, modeOf(to)),
    ...timing,
    ...(input.lagOf && {
      expectedDuration: expectedDuration({ waves, slices }, { lagOf: input.lagOf, emergency: isEmergency(cause) }),
    }),
  } satisfies RotationPlan;
  return { plan: { ...plan, digest: planDigest(plan, slices) }, slices };
}

const modeOf = (to: KeyVersion | undefined): RotationMode => (to ? 're-wrap' : 'rotate');

function checked(input: PlanInput, mode: RotationMode): Preflight {
  const { facts, discovery, cause, weaknesses, toKey, mayUseIt, refusedRights = [] } = input;
  const { blockedBy, warnings } = preflight({ facts, discovery, mode, cause, weaknesses });
  const rights = refusedRights.map((found) => Finding.parse(found));
  const { dependents } = discovery;
  const inCleanVault = [
    ...cleanVaultFindings(facts.key, toKey, dependents),
    ...standbyFindings(toKey, dependents, mayUseIt),
  ];
  return { blockedBy, warnings: [...rights, ...warnings, ...inCleanVault] };
}

/** Enough to mend the code that made them; the rest is alike. */
const mostPinned = 200;

const totalOf = ({ dependents, ownedElsewhere = [] }: Discovery): number => dependents.length + ownedElsewhere.length;

const dependentsOf = (discovery: Discovery, toKey: KeyUrl | undefined): RotationPlan['dependents'] => {
  const { dependents, unknown, unreadable, ownedElsewhere, notInScope } = discovery;
  const pinned = dependents
    .filter(({ mode }) => mode === 'pinned' || (mode === 'following' && toKey))
    .slice(0, mostPinned)
    .map(({ id, type, version, mode }) => ({
      id,
      type,
      ...(version && { version }),
      ...(mode === 'following' && { follows: true }),
    }));
  return {
    total: dependents.length,
    byType: countByType(dependents),
    unknown,
    unreadable,
    shadowUsers: discovery.shadowUsers ?? [],
    ...(ownedElsewhere && { ownedElsewhere }),
    ...(notInScope && { notInScope }),
    ...(pinned.length > 0 && { pinned }),
    inWords: findingInWords({ ...discovery, total: totalOf(discovery) }),
  };
};

/** An emergency waits neither for a window nor for an overlap. */
function timingOf(input: PlanInput): Pick<RotationPlan, 'expiresOn' | 'notBefore' | 'overlap'> {
  const { cause, facts, from, to, outsideWindows } = input;
  const { class: rules, native, now } = facts;
  if (!rules) return { overlap: overlapWithoutClass };
  const emergency = isEmergency(cause);
  const opening = emergency || outsideWindows ? undefined : nextOpening(rules, now);
  const expiresOn = to ? undefined : expiryOfSuccessor(from, rules, native, now);
  return {
    overlap: emergency ? atOnce : rules.overlap,
    ...(expiresOn && { expiresOn }),
    ...(opening && { notBefore: opening.toISOString() }),
  };
}

function stepsOf({ cause, facts, discovery, ...input }: PlanInput, overlap: string): RotationPlan['steps'] {
  const found = findingInWords({ ...discovery, total: totalOf(discovery) });
  const order = isEmergency(cause) ? 'all at once' : 'canary first';
  return [
    beginning(input),
    { name: 'prove version', because: 'nothing may depend on a version that has not done its job once' },
    ...(facts.class?.backup === false
      ? []
      : [{ name: 'back up key', because: 'the backup must hold the version that all will be wrapped with' }]),
    { name: 're-wrap dependents', because: discovery.dependents.length === 0 ? found : `${found}; ${order}` },
    { name: 'verify', because: 'a write that succeeded is no proof' },
    { name: 'retire old version', because: `${lastly(overlap, input.toKey)}, and only if nothing needs it any more` },
  ];
}

const lastly = (overlap: string, toKey: KeyUrl | undefined): string => {
  const when = overlap === atOnce ? 'at once after the last move' : `${overlap} after the last move`;
  return toKey ? `every version of the old key, ${when}` : when;
};

const beginning = ({ from, to, toKey, ownVersion }: Omit<PlanInput, 'cause' | 'facts' | 'discovery'>) => {
  if (!to) return creation(from.version, toKey);
  return ownVersion
    ? {
        name: 'create version',
        because: `done: ${to.version} came first, because in an emergency it waits for no search`,
      }
    : { name: 'use version', because: `${to.version} is there already; nothing is created` };
};

const creation = (from: string, toKey: KeyUrl | undefined) =>
  toKey
    ? {
        name: 'create key',
        because: `${toKey} takes the place of a key that may have left its vault: a backup that was stolen does not hold it`,
      }
    : { name: 'create version', because: `the successor of ${from}, of the same type and strength` };

const countByType = (dependents: readonly Dependent[]): Record<string, number> =>
  dependents.reduce<Record<string, number>>((counts, { type }) => ({ ...counts, [type]: (counts[type] ?? 0) + 1 }), {});
