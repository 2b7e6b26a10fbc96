import type { KeyPosture } from '../../shared/posture/key-posture';
import { caseStore } from '../../shared/evidence/case-store';
import { PlanMissing } from '../../shared/evidence/evidence-errors';
import { newsStore } from '../../shared/evidence/news-store';
import { pageOf, placeAfter } from '../../shared/evidence/newest-first';
import { oldestLook, posturePlace, posturePlaceShape } from '../../shared/evidence/posture';
import { signalStore } from '../../shared/evidence/signal-store';
import { snapshotStore } from '../../shared/evidence/snapshot-store';
import type { Dependent } from '../../shared/dependents/dependent';
import { summaryOf, type LagObservation } from '../../shared/dependents/lags';
import type { Approval } from '../../shared/rotations/approval';
import type { Incident, IncidentKey } from '../../shared/incidents/incident';
import type { HeldRight } from '../../shared/incidents/keep-exporters';
import type { Incidents } from '../../shared/incidents/incidents';
import type { Pause } from '../../shared/rotations/pause';
import type { RotationPlan } from '../../shared/rotations/plan';
import type {
  Approvals,
  Backups,
  CreationClaims,
  LagBook,
  Letters,
  Pauses,
  Plans,
  Posture,
  VaultPosture,
  VaultPostures,
  Vaults,
} from '../../shared/world';
import type { SelfTest, SelfTests } from '../../shared/self-test/self-test';
import { fakeRecords } from './fake-records';
import { fakeRequests } from './fake-requests';
import { fakeBlobs, fakeRows } from './fake-rows';

/** Everything that Rewrap keeps, in memory and with the semantics of the real stores. Leases end by `now`. */
export const fakeStores = ({ now }: { now: () => Date }) => ({
  requests: fakeRequests(),
  claims: fakeClaims(now),
  records: fakeRecords(),
  plans: fakePlans(),
  pauses: fakePauses(),
  incidents: fakeIncidents(),
  approvals: fakeApprovals(),
  posture: fakePosture(),
  vaults: fakeVaults(),
  vaultPosture: fakeVaultPosture(),
  lagBook: fakeLagBook(),
  backups: fakeBackups(),
  letters: fakeLetters(),
  selfTests: fakeSelfTests(),
  snapshots: snapshotStore(fakeBlobs(), fakeRows()),
  news: newsStore(fakeRows()),
  signals: signalStore(fakeRows(), fakeRows()),
  cases: caseStore(fakeBlobs(), fakeRows()),
});

const fakeClaims = (now: () => Date): CreationClaims => {
  const claims = new Map<string, { owner: string; until: number }>();
  return {
    async acquire({ key, from, owner, leaseSeconds }) {
      const held = claims.get(`${key} ${from}`);
      if (held && held.owner !== owner && held.until > now().getTime()) return false;
      claims.set(`${key} ${from}`, { owner, until: now().getTime() + leaseSeconds * 1_000 });
      return true;
    },
    async release({ key, from, owner }) {
      if (claims.get(`${key} ${from}`)?.owner === owner) claims.delete(`${key} ${from}`);
    },
  };
};

const fakePlans = (): Plans => {
  const plans = new Map<string, { plan: RotationPlan; slices: readonly (readonly Dependent[])[] }>();
  const saved = (planId: string) => {
    const stored = plans.get(planId);
    if (!stored) throw new PlanMissing(planId);
    return stored;
  };
  return {
    async save(plan, slices) {
      if (!plans.has(plan.id)) plans.set(plan.id, structuredClone({ plan, slices }));
    },
    async get(planId) {
      return structuredClone(saved(planId).plan);
    },
    async slice(planId, slice) {
      const dependents = saved(planId).slices[slice];
      if (!dependents) throw new PlanMissing(planId);
      return structuredClone(dependents);
    },
  };
};

const fakeApprovals = (): Approvals => {
  const approvals = new Map<string, Approval>();
  return {
    async ask(question) {
      const place = `${question.rotationId} ${question.digest}`;
      const stored = approvals.get(place) ?? structuredClone(question);
      approvals.set(place, stored);
      return structuredClone(stored);
    },
    async decide(rotationId, digest, decision) {
      const stored = approvals.get(`${rotationId} ${digest}`);
      const decided = stored && { decision, ...stored };
      if (decided) approvals.set(`${rotationId} ${digest}`, decided);
      return structuredClone(decided);
    },
  };
};

const fakeIncidents = (): Incidents => {
  const heads = new Map<string, Incident>();
  const keys = new Map<string, IncidentKey>();
  const rights = new Map<string, HeldRight>();
  return {
    get: async (id) => structuredClone(heads.get(id)),
    async note(id, next) {
      const made = next(structuredClone(heads.get(id)));
      if (made) heads.set(id, structuredClone(made));
      return made;
    },
    list: async () => structuredClone([...heads.values()]),
    keys: async (id) =>
      structuredClone(
        [...keys.entries()]
          .filter(([place]) => place.startsWith(`${id} `))
          .map(([, each]) => each)
          .toSorted((a, b) => a.rank - b.rank),
      ),
    async noteKey(id, key, next) {
      const made = next(structuredClone(keys.get(`${id} ${key}`)));
      if (made) keys.set(`${id} ${key}`, structuredClone(made));
      return made;
    },
    rights: async (id) =>
      structuredClone([...rights.entries()].filter(([place]) => place.startsWith(`${id} `)).map(([, each]) => each)),
    async noteRight(id, right, next) {
      const made = next(structuredClone(rights.get(`${id} ${right}`)));
      if (made) rights.set(`${id} ${right}`, structuredClone(made));
      return made;
    },
  };
};

const fakePauses = (): Pauses => {
  const pauses = new Map<string, Pause>();
  return {
    async put(pause) {
      pauses.set(pause.id, structuredClone(pause));
    },
    async list() {
      return structuredClone([...pauses.values()].toSorted((a, b) => a.at.localeCompare(b.at)));
    },
    async end(id) {
      const found = pauses.get(id);
      pauses.delete(id);
      return structuredClone(found);
    },
  };
};

const fakePosture = (): Posture => {
  const keys = new Map<string, KeyPosture>();
  return {
    async put(posture) {
      keys.set(posturePlace(posture), structuredClone(posture));
    },
    async get(url) {
      return structuredClone(keys.get(posturePlace({ url })));
    },
    async list(from) {
      const after = placeAfter(from, posturePlaceShape);
      const found = [...keys.entries()].filter(([place]) => place > after).toSorted(([a], [b]) => (a < b ? -1 : 1));
      const { page: held, ...next } = pageOf(
        found.map(([, posture]) => posture),
        100,
        posturePlace,
      );
      const page = structuredClone(held);
      return { keys: page, ...oldestLook(page), ...next };
    },
  };
};

/** Vaults as Azure Resource Manager shows them: unseen, unless a test says otherwise. */
const fakeVaults = (): Vaults => ({
  look: async (vault) => ({ vault, isHsm: vault.includes('.managedhsm.') }),
  secrets: async () => undefined,
});

const fakeVaultPosture = (): VaultPostures => {
  const vaults = new Map<string, VaultPosture>();
  return {
    async put(posture) {
      vaults.set(posture.vault, structuredClone(posture));
    },
    async get(vault) {
      return structuredClone(vaults.get(vault));
    },
  };
};

const fakeLagBook = (): LagBook => {
  const noted = new Map<string, LagObservation>();
  const ofKind = (type: string, region: string) =>
    summaryOf([...noted.values()].filter((each) => each.type === type && each.region === region));
  return {
    async note(observation) {
      noted.set(`${observation.dependent} ${observation.version}`, structuredClone(observation));
    },
    of: async (type, region) => ofKind(type, region),
    async all() {
      const kinds = new Map([...noted.values()].map((each) => [`${each.type} ${each.region}`, each]));
      return [...kinds.values()].flatMap(({ type, region }) => ofKind(type, region) ?? []);
    },
  };
};

const fakeBackups = (): Backups => {
  const kept = new Map<string, Uint8Array>();
  return {
    async save(rotationId, key, backup) {
      const name = `${rotationId} ${key}`;
      if (!kept.has(name)) kept.set(name, Uint8Array.from(backup));
    },
    async has(rotationId, key) {
      return kept.has(`${rotationId} ${key}`);
    },
  };
};

const fakeSelfTests = (): SelfTests => {
  const tests = new Map<string, SelfTest>();
  return {
    last: async (kind) => structuredClone(tests.get(kind)),
    put: async (test) => void tests.set(test.kind, structuredClone(test)),
  };
};

type Letter = Parameters<Letters['keep']>[0];

const fakeLetters = (): Letters & { readonly kept: readonly Letter[] } => {
  const kept: Letter[] = [];
  return {
    kept,
    async keep(letter) {
      if (kept.some(({ id }) => id === letter.id)) return false;
      kept.push(structuredClone(letter));
      return true;
    },
  };
};
