import { renderer } from './bundle';
import { announcer } from './events';
import type { Key } from './key';
import type { LocalAssignment } from './local-roles';
import type { Settings } from './settings';
import { keyStore, type NewVersion } from './store';

export type Parts = ReturnType<typeof partsOf>;

/** What the routes of one vault work with. */
export function partsOf(settings: Settings) {
  const keys = keyStore(settings);
  const announce = announcer(settings);
  return {
    settings,
    keys,
    /** Who has which local role, by the assignment's name. */
    assignments: new Map<string, LocalAssignment>(),
    announce,
    render: renderer(settings),

    /** Adds a version and raises what follows from it. */
    addVersion: (name: string, made: NewVersion): Key => {
      const key = keys.add(name, made);
      announce.newVersion(key);
      announce.dueNotices(key);
      return key;
    },
  };
}
