import type { Arm } from '../../azure/arm';
import { ArmNotFound, ArmRefused } from '../../azure/arm-errors';
import { searchRight, searchType } from '../../azure/search-client';
import { searchKinds, type SearchKind, type SearchObject, type SearchServices } from '../../azure/search';
import { messageOf } from '../../errors';
import type { KeyUrl } from '../../keys/key-url';
import type { Dependents } from '../../world';
import { outcomeOf } from '../arm-outcome';
import type { Journey, Outcome, Observation } from '../coded-dependent';
import type { Dependent, Discovery, Move } from '../dependent';
import { together } from '../discover';
import { allOf, isCanary, type GraphRow } from '../graph-queries';
import { inBatches } from '../in-batches';
import { ownedApart } from '../owners';
import { principalsOf } from '../principals';
import { keptMs, lasts, sharedReads } from '../reads';
import { remembered } from '../remembered';
import { nextPart } from '../search-parts';
import { decideSearchMove, lagHours, type SearchWish } from './decide-search-move';
import { addressOf, hidesSecrets, idOf, keyIn, pointedAt } from './search-object';

/** Types of the objects, with what each takes. For roles at search services, and for documentation. */
export const searchTypes = searchKinds.map((kind) => ({
  type: searchType(kind),
  rights: [searchRight(kind, 'read'), searchRight(kind, 'write')],
}));

/** What the documentation says of all of them. */
export const searchTold = {
  what: 'Objects of Azure AI Search services: indexes, synonym maps, indexers, data sources, skillsets',
  where: '`encryptionKey.keyVaultKeyName`, in the data plane of each service',
  moving: '`PUT` of the whole under its entity tag; by a person where a secret in it is not shown',
  following: `without a version in the reference, within ${lagHours} hours; it shows no version then, so that it has moved is only assumed`,
  proving: 'reading back the version that it names; one that names none is only assumed',
  unverified: [
    'that secrets which are not shown would be lost',
    'that the version of the API in use loses nothing of what previews made',
    'how a secret that is not shown looks: redacted, empty or absent',
  ],
};

const serviceType = 'Microsoft.Search/searchServices';
const types: readonly string[] = searchTypes.map(({ type }) => type);

/** Whether a dependent is an object of a search service. */
export const isSearchObject = ({ type }: Pick<Dependent, 'type'>): boolean => types.includes(type);

const noDoor = 'No endpoint of AI Search is set for this cloud.';

const nameOfService = (id: string): string => id.split('/').at(-1) ?? '';

const dependentIn = (row: GraphRow, kind: SearchKind, object: SearchObject, key: KeyUrl): Dependent[] => {
  const found = keyIn(object);
  if (found?.key !== key) return [];
  const { version } = found;
  const identities = principalsOf(row.identity);
  return [
    {
      id: idOf(row.id, kind, object.name),
      type: searchType(kind),
      mode: version ? 'pinned' : 'following',
      canary: isCanary(row.tags),
      keepsOldVersionFor: [],
      ...(version && { version }),
      ...(row.location && { region: row.location }),
      ...(row.tags && { tags: row.tags }),
      ...(identities.length > 0 && { identities }),
    },
  ];
};

type Found = Partial<Discovery>;

/** What cannot be seen is said; other faults may pass. */
const orUnreadable =
  (scope: string) =>
  (error: unknown): Found => {
    if (lasts(error)) return { unreadable: [{ scope, because: messageOf(error) }] };
    throw error;
  };

/**
 * Objects of Azure AI Search services, which hold their keys in the service's own data plane: each index, synonym map, indexer,
 * data source and skillset may name one. Every service in the subscriptions is asked for all of them; one that does not answer is
 * named as unreadable. An object is sent back whole, under its entity tag, with another key and nothing else changed. Source:
 * npm @azure/search-documents 13; azure-ai-docs, search/search-security-manage-encryption-keys (2026).
 */
export const searchDependents = (outside: {
  arm: Arm;
  now: () => Date;
  search?: SearchServices | undefined;
  identities?: readonly string[];
}): Dependents => {
  const { arm, now, search, identities = [] } = outside;
  const readsSince = sharedReads({ arm, now });
  const listed = remembered(
    (service: string, kind: SearchKind) =>
      search?.list(service, kind) ?? Promise.reject(new Error('expected an endpoint of AI Search, found none; set it')),
    { now, lasts, keptMs },
  );

  const below = async (row: GraphRow, key: KeyUrl, notOlderThan: Date | undefined): Promise<Found> => {
    if (!search) return { unreadable: [{ scope: row.id, because: noDoor }] };
    const parts = await inBatches(searchKinds, searchKinds.length, (kind) =>
      nextPart(() => listed(notOlderThan, nameOfService(row.id), kind))
        .then((objects): Found => ({ dependents: objects.flatMap((each) => dependentIn(row, kind, each, key)) }))
        .catch(orUnreadable(`${row.id}/${kind}`)),
    );
    return together(parts);
  };

  const wishFor = async (
    dependent: Dependent,
    journey: Journey,
    undo: boolean,
  ): Promise<{ wish: SearchWish; object?: SearchObject }> => {
    const { key, to, toKey = key, earlier } = journey;
    const goesOn = earlier?.to === to && earlier.state !== 'failed';
    const at = now();
    const startedAt = goesOn ? new Date(earlier.startedAt) : at;
    const address = addressOf(dependent.id);
    const object = await search?.get(address).catch((error: unknown) => {
      if (error instanceof ArmNotFound) return undefined;
      throw error;
    });
    const current = object && keyIn(object);
    const hidden = object !== undefined && hidesSecrets(address.kind, object);
    const wish = { dependent, key, to, toKey, undo, startedAt, now: at, hidden, ...(current && { current }) };
    return { wish, ...(object && { object }) };
  };

  const advance = async (dependent: Dependent, journey: Journey, undo: boolean): Promise<Outcome> => {
    if (!search) return { state: 'failed', proof: 'unproven', because: noDoor };
    const { wish, object } = await wishFor(dependent, journey, undo);
    const decision = decideSearchMove(wish);
    if (!('point' in decision) || !object)
      return 'point' in decision ? { state: 'settled', proof: 'assumed' } : decision;
    const address = addressOf(dependent.id);
    await search.put(address, pointedAt(address.kind, object, decision.point), object['@odata.etag']);
    const { wish: after } = await wishFor(dependent, journey, undo);
    const outcome = decideSearchMove(after);
    const notShown = 'The change was taken and does not show yet.';
    return 'point' in outcome ? { state: 'failed', proof: 'unproven', because: notShown } : outcome;
  };

  const recorded = async (dependent: Dependent, journey: Journey, undo: boolean): Promise<Move> => {
    const { id, type } = dependent;
    const { key, to, toKey = key, earlier } = journey;
    const at = now();
    const startedAt = earlier?.to === to && earlier.state !== 'failed' ? earlier.startedAt : at.toISOString();
    const outcome = await advance(dependent, journey, undo).catch((error: unknown) =>
      outcomeOf(error, undefined, { now: at, startedAt: new Date(startedAt) }),
    );
    return { dependent: id, type, to, ...(toKey !== key && { toKey }), startedAt, at: at.toISOString(), ...outcome };
  };

  return {
    async find(key, { scope }, { notOlderThan } = {}) {
      const reads = readsSince(notOlderThan);
      const rows = await reads.rows(allOf([serviceType]), scope.subscriptions).catch((error: unknown) => {
        if (lasts(error)) return undefined;
        throw error;
      });
      // What Resource Graph cannot be asked is told already by the search for resources.
      const parts = await inBatches(rows ?? [], 5, (row) => below(row, key, notOlderThan));
      const { dependents, ...rest } = together(parts);
      return together([rest, await ownedApart(dependents, { reads, adapters: searchTypes, identities })]);
    },
    move: (dependent, how) => recorded(dependent, how, false),
    undo: (dependent, { from, ...how }) => recorded({ ...dependent, version: from }, how, true),
    async observe(dependent, at): Promise<Observation> {
      try {
        const { wish } = await wishFor(dependent, at, false);
        const outcome = decideSearchMove({ ...wish, startedAt: new Date(0) });
        if ('point' in outcome || outcome.proof === 'unproven') {
          const { key, version = 'a version it does not show' } = wish.current ?? { key: at.key };
          return { proof: 'unproven', because: `It uses ${version} of ${key}. Start a rotation to move it.` };
        }
        return { proof: outcome.proof, ...(outcome.because && { because: outcome.because }) };
      } catch (error) {
        if (error instanceof ArmRefused) return { proof: 'unproven', because: error.message };
        throw error;
      }
    },
  };
};
