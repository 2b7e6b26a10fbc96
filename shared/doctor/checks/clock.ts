import { check } from '../check';

/** Tokens and windows bear some seconds; a service refuses tokens from five minutes on. */
const allowedSeconds = 120;

/** Our clock by those of the vaults. The one that agrees best counts, so that a single vault cannot accuse us. */
export const clock = check({
  name: 'clock',
  gather: async ({ knocks }) =>
    (await knocks()).flatMap((knock) => {
      const theirs = 'answer' in knock ? knock.answer.date : undefined;
      return theirs && 'at' in knock ? [{ vault: knock.vault, aheadSeconds: secondsBetween(theirs, knock.at) }] : [];
    }),
  judge: (witnesses) => {
    const [best] = witnesses.toSorted((a, b) => Math.abs(a.aheadSeconds) - Math.abs(b.aheadSeconds));
    if (!best || Math.abs(best.aheadSeconds) <= allowedSeconds) return [];
    const { aheadSeconds, vault } = best;
    const how = aheadSeconds > 0 ? 'ahead of' : 'behind';
    return [
      {
        code: 'clock-off',
        subject: 'clock',
        message: `The app's clock is ${Math.abs(aheadSeconds)} s ${how} that of ${vault}: tokens, windows and expiry dates go wrong`,
        nextStep:
          'Move the app to another machine: az functionapp restart --name <app> --resource-group <group>. On a machine of your own: timedatectl set-ntp true',
        severity: 'critical',
      },
    ];
  },
});

const secondsBetween = (theirs: Date, ours: Date): number => Math.round((ours.getTime() - theirs.getTime()) / 1_000);
