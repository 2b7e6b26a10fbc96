import { messageOf } from '../../errors';
import { check } from '../check';

/** Whether the app that alone makes backups is there, and has what it needs. It says so itself: nobody else has its rights. */
export const backupApp = check({
  name: 'backup-app',
  gather: async ({ backupApp: app }) =>
    app?.problems().then(
      (problems) => ({ problems }),
      (error: unknown) => ({ silent: messageOf(error) }),
    ),
  judge: (found) => {
    if (found === undefined) return [];
    if ('silent' in found) {
      return [
        {
          code: 'backup-app-silent',
          subject: 'backup-app',
          message: `The app for backups does not do as it is asked, so routine rotations are parked: ${found.silent}`,
          nextStep:
            'Publish it again: azd hooks run postdeploy. Then look whether it runs: az functionapp show --name <app> --resource-group <group> --query state',
          severity: 'critical' as const,
        },
      ];
    }
    return found.problems.map((problem) => ({
      code: 'backup-app-lacks',
      subject: 'backup-app',
      message: `The app for backups lacks something: ${problem}`,
      nextStep: 'Give it back what it lacks by deploying again: azd provision',
      severity: 'critical' as const,
    }));
  },
});
