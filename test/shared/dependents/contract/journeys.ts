import { armTypes } from '../../../../shared/dependents';
import type { Dependent, Move } from '../../../../shared/dependents/dependent';
import { hostOf, isInManagedHsm, KeyUrl, nameOf } from '../../../../shared/keys/key-url';
import { host, v1, v2, type Call } from '../arm-estate';
import type { Stage } from './stage';
import type { Subject } from './subject';

/** A way on which a dependent is sent. */
export interface Journey {
  readonly name: string;
  /** How it ends for this one when nothing goes wrong. */
  readonly endOf: (subject: Subject) => Partial<Move>;
  /** Whether anything of this one is written on the way. */
  readonly writes: (subject: Subject) => boolean;
  readonly begin: (subject: Subject) => Promise<Trip>;
}

/** A dependent at the start of a journey. */
export interface Trip {
  readonly stage: Stage;
  readonly dependent: Dependent;
  /** One call. */
  readonly once: (earlier?: Move) => Promise<Move>;
  /** To the end, waiting as long as asked. */
  readonly go: (earlier?: Move) => Promise<Move>;
  /** What was written since it began. */
  readonly written: () => readonly Call[];
}

const settled = ({ silent }: Subject) => ({ state: 'settled', proof: silent ? 'assumed' : 'read-back' }) as const;
const forPerson = { state: 'needs-person', proof: 'unproven' } as const;

const found = new WeakMap<Subject, Promise<Dependent>>();

/** As discovery finds it: once for all journeys, since they all begin alike. */
export const dependentOf = (subject: Subject): Promise<Dependent> => {
  const known = found.get(subject) ?? subject.stage().only();
  found.set(subject, known);
  return known;
};

const tripOf = (stage: Stage, dependent: Dependent, way: Pick<Trip, 'once' | 'go'>): Trip => {
  const before = stage.writes().length;
  return { stage, dependent, ...way, written: () => stage.writes().slice(before) };
};
const goingOn = (earlier?: Move) => (earlier ? { earlier } : {});

export const toNewVersion: Journey = {
  name: 'on the way to the new version',
  endOf: (subject) => ({ to: v2, ...(subject.mode === 'by-hand' ? forPerson : settled(subject)) }),
  writes: ({ mode }) => mode === 'pinned',
  async begin(subject) {
    const stage = subject.stage();
    const dependent = await dependentOf(subject);
    return tripOf(stage, dependent, {
      once: (earlier) => stage.step(dependent, goingOn(earlier)),
      go: (earlier) => stage.drive(dependent, goingOn(earlier)),
    });
  },
};

/** What a person moved, a person takes back: on v1, it is asked back to v2. */
const backwards = ({ mode }: Subject) => (mode === 'by-hand' ? { from: v1, to: v2 } : { from: v2, to: v1 });

export const backToFormer: Journey = {
  name: 'on the way back',
  endOf(subject) {
    const goes = subject.mode === 'pinned' && !subject.staysForward;
    return { to: backwards(subject).to, ...(goes ? settled(subject) : forPerson) };
  },
  writes: ({ mode, staysForward }) => mode === 'pinned' && staysForward !== 'not tried',
  async begin(subject) {
    const stage = subject.stage();
    const dependent = await dependentOf(subject);
    await stage.drive(dependent);
    const how = backwards(subject);
    return tripOf(stage, dependent, {
      once: (earlier) => stage.stepBack(dependent, { ...how, ...goingOn(earlier) }),
      go: (earlier) => stage.driveBack(dependent, { ...how, ...goingOn(earlier) }),
    });
  },
};

/** Keys to which a dependent may be turned, by where they lie. */
export const otherKeys = {
  'of its vault': KeyUrl.parse(`https://${host}/keys/second`),
  'of another vault': KeyUrl.parse('https://orders.vault.azure.net/keys/second'),
  'of a Managed HSM': KeyUrl.parse('https://treasury.managedhsm.azure.net/keys/second'),
};

/** What a dependent of the type says of that key, where it never goes there. */
export const refusalOf = ({ type, mode }: Subject, toKey: KeyUrl): string | undefined => {
  if (mode === 'by-hand') return undefined;
  const { managedHsm, keepsTo } = armTypes.find((each) => each.type === type) ?? {};
  if (managedHsm === 'no' && isInManagedHsm(toKey)) return 'Choose a key in a vault';
  return keepsTo && !keepsTo.when && hostOf(toKey) !== host ? keepsTo.because : undefined;
};

/** To another key: one that lies there. */
export const turningTo = (toKey: KeyUrl): Journey => {
  const goes = (subject: Subject) => subject.mode !== 'by-hand' && refusalOf(subject, toKey) === undefined;
  return {
    name: 'on the way to another key',
    endOf: (subject) => ({ to: v2, toKey, ...(goes(subject) ? settled(subject) : forPerson) }),
    writes: goes,
    async begin(subject) {
      const stage = subject.stage();
      stage.create(v2, nameOf(toKey), hostOf(toKey));
      const dependent = await dependentOf(subject);
      return tripOf(stage, dependent, {
        once: (earlier) => stage.step(dependent, { toKey, ...goingOn(earlier) }),
        go: (earlier) => stage.drive(dependent, { toKey, ...goingOn(earlier) }),
      });
    },
  };
};
export const toAnotherKey = turningTo(otherKeys['of its vault']);
