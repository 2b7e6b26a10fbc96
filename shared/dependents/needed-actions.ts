import { armTypes } from '.';
import { codedTypes } from './coded-dependents';
import { searchTypes } from './search/search-dependents';

/** Every action on resources that moving dependents takes, as often as somebody declares it. */
export const neededActions: readonly string[] = [
  ...[...armTypes, ...codedTypes, ...searchTypes].flatMap(({ rights }) => rights),
  ...armTypes.flatMap(({ backups }) => backups?.rights ?? []),
];
