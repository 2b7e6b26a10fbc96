import type { Resource } from './look';

/**
 * Tag by which a person says that everything is done that the resource itself does not show: its value is the version. Whoever
 * may tag the resource may say so; it is never more than `assumed`, so that no old version is disabled because of it.
 */
export const doneTag = 'rewrap-done-by-hand';

export const saidToBeDone = ({ tags }: Pick<Resource, 'tags'>, version: string): boolean =>
  Object.entries(tags ?? {}).some(([name, value]) => name.toLowerCase() === doneTag && value.toLowerCase() === version);

/** How a person says so. `--operation Merge` leaves other tags alone. */
export const sayItIsDone = (id: string, version: string): string =>
  `Say that it is done: az tag update --resource-id ${id} --operation Merge --tags ${doneTag}=${version}`;
