import type { KeyName, Record } from '../../local/driver/witness';
import type { TestEstate } from './estate';

/** What a rotation leaves behind, as seen in vault, resources, blobs, tables and inbox. */
export interface Outcome {
  /** Versions beside those that were there before. */
  readonly newVersions: number;
  /** Dependents that are not on the newest version. */
  readonly behind: readonly string[];
  /** States of the records that were opened since. */
  readonly records: readonly string[];
  /** Kinds of the alerts about how these rotations ended. */
  readonly alerts: readonly string[];
  /** Resources that lost access to their data. */
  readonly stranded: readonly string[];
}

/** What exactly one proven rotation looks like. */
export const oneProvenRotation: Outcome = {
  newVersions: 1,
  behind: [],
  records: ['proven'],
  alerts: ['RotationProven'],
  stranded: [],
};

/** Looks at a key that had one version and no record before. */
export async function outcomeOf({ api, witness }: TestEstate, key: KeyName): Promise<Outcome> {
  const versions = await witness.versions(key);
  const records = await witness.records(key);
  const uses = await witness.usesOf(key);
  const current = versions.at(-1)?.version;
  const ids = records.map(({ id }: Record) => id);
  const alerts = (await api.alerts()).filter(
    ({ rotationId, kind }) => rotationId && ids.includes(rotationId) && kind.startsWith('Rotation'),
  );
  return {
    newVersions: versions.length - 1,
    behind: uses.filter(({ version }) => version !== current).map(({ who }) => who),
    records: records.map(({ state }) => state),
    alerts: alerts.map(({ kind }) => kind),
    stranded: await api.stranded(),
  };
}

/** Waits until all rotations of the key are over, and says where they stand where that takes too long. */
export async function untilClosed(site: TestEstate, key: KeyName, most?: string): Promise<void> {
  try {
    await site.api.settle('the rotation to be closed', () => isClosed(site, key), most);
  } catch (cause) {
    const records = await site.witness.records(key);
    throw new Error(`${String(cause)}\nRecords: ${JSON.stringify(records, null, 1)}`, { cause });
  }
}

export const isClosed = async ({ witness }: TestEstate, key: KeyName): Promise<boolean> => {
  const records = await witness.records(key);
  return records.length > 0 && records.every(({ closedAt }) => closedAt !== undefined);
};
