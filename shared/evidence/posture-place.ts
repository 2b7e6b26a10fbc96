import { hostOf, nameOf, type KeyUrl } from '../keys/key-url';

/** Sorts keys by vault and name; a table key may not hold the slashes of a URL. */
export const posturePlace = ({ url }: { url: KeyUrl }): string => `${hostOf(url)}|${nameOf(url)}`;

export const postureShape = /^[a-z0-9.:-]{1,260}\|[0-9a-z-]{1,127}$/;
