import type { DirectoryObject } from './directory';

/** Names of collections, and what is in them. */
export const collections: Record<string, DirectoryObject['kind']> = {
  users: 'user',
  groups: 'group',
  servicePrincipals: 'servicePrincipal',
};

const typeOf = ({ kind }: DirectoryObject): string => `#microsoft.graph.${kind}`;

/** Only an id and what kind of thing it is. */
export const barely = (object: DirectoryObject) => ({ '@odata.type': typeOf(object), id: object.id });

/** Only fields that were asked for are told. */
export const fieldsOf = ({ kind: _told, ...fields }: DirectoryObject, wanted: readonly string[] | undefined) =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !wanted || wanted.includes(name)));

/** The kind is told apart from the fields. */
export const onWire = (object: DirectoryObject, wanted: readonly string[] | undefined) => ({
  '@odata.type': typeOf(object),
  ...fieldsOf(object, wanted),
});
