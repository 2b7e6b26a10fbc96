import type { KeyName, Record } from '../driver/witness';
import type { Stage, Tally } from './scenario';

/** Ids of the rotations that are on record for the key now. */
export const knownRotations = async ({ witness }: Stage, key: KeyName): Promise<ReadonlySet<string>> =>
  new Set((await witness.records(key)).map(({ id }) => id));

/** The rotation that came after those known, once it is closed. */
async function closedRotation(
  { witness }: Stage,
  key: KeyName,
  known: ReadonlySet<string>,
): Promise<Record | undefined> {
  const records = await witness.records(key);
  return records.find(({ id, closedAt }) => !known.has(id) && closedAt !== undefined);
}

/** Moves the clock until the key's next rotation is closed, and answers its record. */
export async function untilClosed(stage: Stage, key: KeyName, known: ReadonlySet<string>): Promise<Record> {
  let record: Record | undefined;
  await stage.api.settle(`the rotation of ${key.key} to be closed`, async () => {
    record = await closedRotation(stage, key, known);
    return record !== undefined;
  });
  if (!record) throw new Error(`Expected a closed rotation of ${key.key}, found none.`);
  return record;
}

/** Looks for itself whether key, dependents, record and alert are in the state that a proven rotation promises. */
export async function verifyProven(
  { api, witness, check }: Stage,
  key: KeyName,
  { record, versionsBefore }: { record: Record; versionsBefore: number },
): Promise<Tally> {
  const versions = await witness.versions(key);
  const current = versions.at(-1)?.version;
  check(`${key.key} has exactly one new version`, versions.length === versionsBefore + 1 && record.to === current);

  const uses = await witness.usesOf(key);
  const verified = uses.filter(({ version }) => version === current).length;
  check(`All ${uses.length} dependents of ${key.key} use it`, verified === uses.length);
  const kinds = Object.entries(record.counts?.byProof ?? {}).map(([kind, count]) => `${kind} ${count}`);
  check(
    `The record of ${key.key} is closed as proven, and says of each dependent how: ${kinds.join(', ')}`,
    record.state === 'proven' && kinds.length > 0,
  );

  const alerts = (await api.alerts()).filter(({ rotationId }) => rotationId === record.id);
  const proven = alerts.filter(({ kind }) => kind === 'RotationProven');
  check('One signed alert says so', proven.length === 1 && proven.every(({ verified: signed }) => signed));
  return { keysRotated: 1, dependents: uses.length, verified };
}

export const total = (tallies: readonly Tally[]): Tally => ({
  keysRotated: tallies.reduce((sum, { keysRotated }) => sum + keysRotated, 0),
  dependents: tallies.reduce((sum, { dependents }) => sum + dependents, 0),
  verified: tallies.reduce((sum, { verified }) => sum + verified, 0),
});
