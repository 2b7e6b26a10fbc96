import { createHash } from 'node:crypto';
import { ArmError } from './arm-error';
import { at, isJson, textAt, withAt, type Json } from './json';
import { keyUri, parseKeyUri, sameVersion, type KeyLookup, type KeyReference, type KeyVersionId } from './key-lookup';
import type { ArmResource, ReferenceShape, ResourceType } from './resource-type';

/** A reference, and which of its type's it is: the place in their list. */
export interface PlacedReference extends KeyReference {
  readonly slot: number;
}

/** The keys that a resource refers to; none when it uses keys of the platform. */
export const referencesOf = (
  { references = [] }: ResourceType,
  { properties }: ArmResource,
): readonly PlacedReference[] =>
  references.flatMap((shape, slot) =>
    members(shape, properties).flatMap((member) => {
      const reference = read(shape, member);
      return reference ? [{ ...reference, slot }] : [];
    }),
  );

/** Whether this reference moves by itself to a newer version. */
export function follows(type: ResourceType, resource: ArmResource, { version, slot }: PlacedReference): boolean {
  if (!type.follows) return false;
  const flag = type.references?.[slot]?.followsIf;
  return flag ? at(resource.properties, flag) === true : version === undefined;
}

/** The resource as it shows that it has taken the version into use; what the caller wrote stays as he spelt it. */
export function showing(
  { shows = {} }: ResourceType,
  resource: ArmResource,
  used: KeyVersionId,
  since: Date,
): ArmResource {
  const written = shows.identifier && textAt(resource.properties, shows.identifier);
  const asWritten = written && sameVersion(parseKeyUri(written) ?? { host: '', name: '' }, used);
  const identifier = asWritten ? written : keyUri(used);
  const thumbprint = createHash('sha1').update(keyUri(used)).digest('hex').toUpperCase();
  const facts = [
    [shows.identifier, identifier],
    [shows.rotatedAt, since.toISOString()],
    [shows.thumbprint, thumbprint],
  ] as const;
  const properties = facts.reduce(
    (json, [path, value]) => (path ? withAt(json, path, value) : json),
    resource.properties,
  );
  return { ...resource, properties };
}

/** What every service checks of a key before it takes it. @throws {ArmError} */
export function checkReferences(type: ResourceType, resource: ArmResource, keys: KeyLookup): void {
  for (const reference of referencesOf(type, resource)) {
    checkForm(type, reference);
    checkState(type, reference, keys);
  }
}

function checkForm({ version, refusesManagedHsm }: ResourceType, reference: KeyReference): void {
  const found = `found ${keyUri(reference)}.`;
  if (refusesManagedHsm && reference.host.includes('.managedhsm.')) {
    throw new ArmError(400, 'InvalidParameter', `Expected a key of a vault, not of a Managed HSM, ${found}`);
  }
  if (version === 'required' && !reference.version) {
    throw new ArmError(400, 'InvalidParameter', `Expected a key identifier with a version, ${found}`);
  }
  if (version === 'refused' && reference.version) {
    throw new ArmError(400, 'BadRequest', `Expected a key identifier without a version, ${found}`);
  }
}

function checkState({ refusals = {} }: ResourceType, reference: KeyReference, keys: KeyLookup): void {
  const state = keys.version(reference.host, reference.name, reference.version);
  const { missingKey = 'KeyVaultKeyNotFound', disabledKey = 'KeyVaultKeyDisabled' } = refusals;
  if (!state) throw new ArmError(400, missingKey, `The key ${keyUri(reference)} does not exist.`);
  if (!state.enabled) throw new ArmError(400, disabledKey, `The key ${keyUri(reference)} is disabled.`);
}

function members(shape: ReferenceShape, properties: Json): readonly Json[] {
  if (shape.style === 'uri' || !shape.list) return [properties];
  const list = at(properties, shape.list);
  return Array.isArray(list) ? list.filter(isJson) : [];
}

function read(shape: ReferenceShape, member: Json): KeyReference | undefined {
  if (shape.style === 'uri') return parseKeyUri(textAt(member, shape.path) ?? '');
  const vaultUri = textAt(member, shape.vaultUri)?.replace(/\/+$/, '');
  const name = textAt(member, shape.keyName);
  const version = shape.keyVersion && textAt(member, shape.keyVersion);
  return vaultUri && name ? parseKeyUri([vaultUri, 'keys', name, version ?? []].flat().join('/')) : undefined;
}
