import type { Arm, Written } from '../azure/arm';
import { ArmNotFound } from '../azure/arm-errors';
import type { ArmDependent, Write } from './arm-dependent';
import { codeOf, meaningOf } from './arm-outcome';
import { textAt } from './json-path';
import { holderOf, Resource } from './look';
import { bodyOf, filled, type Pointing } from './write-body';

/** What is written, and who must be told of it beforehand. */
export interface Parcel {
  readonly id: string;
  readonly resource: Resource;
  readonly pointing: Pointing;
  /** Resources of the same type, in the same scope. */
  readonly partners: readonly string[];
}

const exists = (arm: Arm, path: string, apiVersion: string): Promise<boolean> =>
  arm.get(path, apiVersion, Resource).then(
    () => true,
    (error: unknown) => {
      if (error instanceof ArmNotFound) return false;
      throw error;
    },
  );

const send = (
  arm: Arm,
  write: Write,
  path: string,
  { apiVersion, resource, pointing }: Parcel & { apiVersion: string },
) => {
  const body = bodyOf(write, resource, pointing);
  const etag = write.etag && textAt(resource, write.etag);
  return write.method === 'PUT' ? arm.put(path, apiVersion, body, etag) : arm.patch(path, apiVersion, body);
};

/** What all writes but the last make, at the partners first. */
const preparationsOf = ({ writes }: ArmDependent, { id, partners, pointing }: Parcel) =>
  [...partners, id].flatMap((of) =>
    writes.slice(0, -1).map((write) => ({ write, path: `${of}/${filled(write.at ?? '', pointing)}` })),
  );

/** Sends the first write whose work is not there yet; `undefined` when only the last is left. */
export const sendFirst = async (arm: Arm, adapter: ArmDependent, parcel: Parcel): Promise<Written | undefined> => {
  const { apiVersion, codes } = adapter;
  for (const { write, path } of preparationsOf(adapter, parcel)) {
    if (await exists(arm, path, apiVersion)) continue;
    try {
      return await send(arm, write, path, { ...parcel, apiVersion });
    } catch (error) {
      // The service says that it is there, perhaps under another name.
      if (meaningOf(codes, codeOf(error)) !== 'done') throw error;
    }
  }
  return undefined;
};

/** Sends the last write, which does the work. */
export const sendLast = (arm: Arm, adapter: ArmDependent, parcel: Parcel): Promise<Written> => {
  const { apiVersion } = adapter;
  const last = adapter.writes.at(-1);
  if (!last) throw new Error(`expected a way to write ${adapter.type}, found none`);
  const path = last.at ? `${parcel.id}/${filled(last.at, parcel.pointing)}` : holderOf(adapter, parcel.id);
  return send(arm, last, path, { ...parcel, apiVersion });
};
