import { type Pause, pausedInWords } from '../rotations/pause';
import { wording, type Wording } from './plain-words';

const nameOf = ({ scope }: Pause): string => {
  if ('key' in scope) return scope.key;
  return 'class' in scope ? `keys of the class "${scope.class}"` : 'every key';
};

/** Routine rotations rest for weeks already. Once a week, as long as it lasts. */
export const stillPaused = (pause: Pause, week: number): Wording =>
  wording(
    { subject: `pause/${pause.id}`, kind: 'NeedsPerson', severity: 'warning', occasion: `${pause.at} ${week}` },
    `Rotations of ${nameOf(pause)} rest since ${pause.at}, ${pausedInWords(pause)}`,
    [
      'Keys that fall due meanwhile are not rotated; emergencies are.',
      `When they shall go on: POST /api/pauses/${pause.id}/resume`,
    ],
  );
