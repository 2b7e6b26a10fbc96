import { hsmRights } from '../../shared/access/hsm-doors';
import { eligibilityRights } from '../../shared/access/read-eligible';
import { logRights } from '../../shared/audit/audit-queries';
import { graphRight } from '../../shared/azure/graph-client';
import { neededActions } from '../../shared/dependents/needed-actions';
import { carryingRoles, containActions } from '../../shared/incidents/contain-rights';
import { dataActionOf, type Duty, dutyOf, type KeyOperation, rights } from '../../shared/keys/key-rights';

/** Needed only where a key encrypts or signs instead of wrapping; a role for keys that wrap does without. */
const onlyOtherKeys: readonly KeyOperation[] = ['encrypt', 'decrypt', 'sign'];
/** Needed only where a class of the policy has rotation policies set (`nativePolicy: set`). */
const onlyRotationPolicies: readonly KeyOperation[] = ['writePolicy'];
const optional = [...onlyOtherKeys, ...onlyRotationPolicies];

const isKeyOperation = (name: string): name is KeyOperation => name in rights;
const operations = Object.keys(rights).filter(isKeyOperation);

const distinct = (values: readonly string[]): string[] => [...new Set(values)].toSorted();

/** What each duty takes. Disabling reads the version before. What keys need that encrypt or sign stands under `openOther`. */
const byDuty = (kind: Parameters<typeof dataActionOf>[1]) => {
  const of = (duty: Duty, ...also: KeyOperation[]) =>
    distinct(
      [...operations.filter((name) => dutyOf(name) === duty && !optional.includes(name)), ...also].map((name) =>
        dataActionOf(name, kind),
      ),
    );
  return {
    rotate: of('rotate'),
    open: of('open'),
    openOther: distinct(onlyOtherKeys.map((name) => dataActionOf(name, kind))),
    retire: of('retire', 'read'),
    backUp: of('backUp'),
  };
};

const dataActions = (kind: Parameters<typeof dataActionOf>[1]) => {
  const of = (names: readonly KeyOperation[]) => distinct(names.map((name) => dataActionOf(name, kind)));
  return {
    dataActions: of(operations.filter((name) => !optional.includes(name))),
    dataActionsForOtherKeys: of(onlyOtherKeys),
    dataActionsForRotationPolicies: of(onlyRotationPolicies),
    byDuty: byDuty(kind),
  };
};

/**
 * Exactly what the app may do, as the roles in `infra/` grant it: in vaults, in Managed HSMs, with resources, and in workspaces.
 * `contain` is granted only where somebody opts in.
 */
export const appRights = () => ({
  keyVault: dataActions('vault'),
  managedHsm: { ...dataActions('managed-hsm'), reading: distinct(hsmRights) },
  arm: {
    actions: distinct(neededActions),
  },
  contain: { actions: distinct(Object.values(containActions)), roles: Object.values(carryingRoles).toSorted() },
  logs: { actions: distinct(logRights) },
  graph: { applicationPermissions: [graphRight], forEligibility: Object.values(eligibilityRights) },
});
