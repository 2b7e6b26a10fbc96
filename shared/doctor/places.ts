import * as z from 'zod';
import type { Storage } from '../evidence/storage';
import type { WritablePlace } from './doors';

const Mark = z.object({ at: z.iso.datetime() });

/** Tables and containers that are written to, each by who writes there otherwise. A mark in a container is written once. */
export const placesIn = (storage: Storage, forBackups: Storage, now: () => Date): WritablePlace[] => {
  const marks = storage.table('doctor', Mark);
  const mark = (): string => JSON.stringify({ at: now().toISOString() });
  const container = (name: string, duty: WritablePlace['duty'], by: Storage): WritablePlace => ({
    name: `container rewrap-${name}`,
    duty,
    write: async () => void (await by.container(name).keep('doctor.json', mark())),
  });
  return [
    {
      name: 'tables',
      duty: 'rotate',
      write: () => marks.put({ partition: 'doctor', row: 'mark' }, { at: now().toISOString() }),
    },
    container('plans', 'rotate', storage),
    container('records', 'rotate', storage),
    container('letters', 'rotate', storage),
    container('access', 'rotate', storage),
    container('cases', 'rotate', storage),
    container('backups', 'backUp', forBackups),
  ];
};
