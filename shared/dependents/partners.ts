import type { Arm } from '../azure/arm';
import { ArmNotFound } from '../azure/arm-errors';
import type { ArmDependent } from './arm-dependent';
import { isThere } from './decide-move';
import type { Wish } from './decision';
import { textAt, textsAt } from './json-path';
import { look, Resource } from './look';

const isPrimary = /^(primary|source)$/i;

const listOrNone = (error: unknown): readonly never[] => {
  if (error instanceof ArmNotFound) return [];
  throw error;
};

/** The region as paths spell it; only the resource itself tells. */
const regionOf = async (arm: Arm, { apiVersion }: ArmDependent, id: string): Promise<string> => {
  const { location } = await arm.get(id, apiVersion, Resource);
  return typeof location === 'string' ? location.toLowerCase().replaceAll(' ', '') : '';
};

const linksOf = async (
  arm: Arm,
  adapter: ArmDependent,
  id: string,
  partners: NonNullable<ArmDependent['partners']>[number],
): Promise<readonly { id: string; secondary: boolean }[]> => {
  const region = partners.at.includes('{region}') ? await regionOf(arm, adapter, id) : '';
  const group = id.split('/').slice(0, 5).join('/');
  const path = partners.at.replace('{id}', id).replace('{group}', group).replace('{region}', region);
  const links = await arm.list(path, adapter.apiVersion, Resource).catch(listOrNone);
  const isOurs = (link: Resource) =>
    !partners.of || textsAt(link, partners.of).some((each) => each.toLowerCase() === id.toLowerCase());
  // A partner is a resource of the same type; what is named may lie below it, as a database below its server.
  const length = 5 + 2 * adapter.type.split('/').length;
  return links.filter(isOurs).flatMap((link) =>
    textsAt(link, partners.ids).map((named) => ({
      id: named.toLowerCase().split('/').slice(0, length).join('/'),
      secondary: isPrimary.test(textAt(link, partners.role) ?? ''),
    })),
  );
};

/**
 * Those of its type that hold copies of its data and only follow what it does. Of two that are so to each other, in different
 * links, neither can wait for the other, so they are none.
 */
export const secondariesOf = async (arm: Arm, adapter: ArmDependent, id: string): Promise<readonly string[]> => {
  const found = await Promise.all((adapter.partners ?? []).map((partners) => linksOf(arm, adapter, id, partners)));
  const links = found.flat();
  const others = links.filter(({ secondary }) => !secondary).map((link) => link.id);
  return [...new Set(links.map((link) => link.id))].filter((partner) => !others.includes(partner));
};

/** The first of them that uses one of our keys and has not moved yet. */
export const firstBehind = async (
  arm: Arm,
  adapter: ArmDependent,
  secondaries: readonly string[],
  wish: Wish,
): Promise<string | undefined> => {
  for (const id of secondaries) {
    const standing = await look(arm, adapter, { id, key: wish.key, toKey: wish.toKey });
    if (standing.is === 'here' && !standing.places.every(isThere(wish))) return id;
  }
  return undefined;
};
