import * as z from 'zod';

/**
 * What an incident is answered with. `new-version`: the right to use the key was abused. `clean-vault`: the key may have been
 * backed up, exported or released, and a copy restores elsewhere for ever: a new key in a vault that the thief cannot reach.
 * `re-encrypt`: data keys themselves are suspect; applications' stores get new ones.
 */
export const IncidentMode = z.enum(['new-version', 'clean-vault', 're-encrypt']);
export type IncidentMode = z.infer<typeof IncidentMode>;

/** A mode, and whether data keys are replaced in the same go. */
export interface Answer {
  readonly mode: IncidentMode;
  readonly newDataKeys: boolean;
}

export const answerOf = (mode: IncidentMode, newDataKeys = false): Answer => ({
  mode,
  newDataKeys: newDataKeys || mode === 're-encrypt',
});

const strength: readonly IncidentMode[] = ['new-version', 're-encrypt', 'clean-vault'];

/** What two answers come to in one incident: modes add up, so that asking again for less takes nothing back. */
export const together = (one: Answer, other: Answer): Answer => ({
  mode: strength.indexOf(one.mode) > strength.indexOf(other.mode) ? one.mode : other.mode,
  newDataKeys: one.newDataKeys || other.newDataKeys,
});

/** In which respects an answer leaves open what the advised one closes, in words. Empty when it is as strong. */
export const weaknesses = (chosen: Answer, advised: Answer): string[] => [
  ...(advised.mode === 'clean-vault' && chosen.mode !== 'clean-vault'
    ? ['whoever could back the key up can do so again, and restores the new version elsewhere']
    : []),
  ...(advised.newDataKeys && !chosen.newDataKeys
    ? ['whoever unwrapped data keys has them, whatever wraps them now']
    : []),
];

/** Said in plan, alert and report, word for word. */
export const modeInWords: Readonly<Record<IncidentMode, string>> = {
  'new-version':
    'New version: a new version of the same key, for a right of use that was abused. It does not help against somebody who can take a backup of the key.',
  'clean-vault':
    'Clean vault: a new key in a vault that the thief cannot reach, to which everything moves; then the old key is disabled. It does not help what was copied with its wrapped data keys before.',
  're-encrypt':
    'Re-encrypt: a new version, and new data keys for the stores of applications, whose data is encrypted again. Services of Azure keep their data keys: the report says what stays exposed.',
};
