import type { LogReading } from '../../audit/log-reading';
import { KeyUrl } from '../../keys/key-url';
import { check } from '../check';
import type { Found } from '../diagnosis';
import { pathsIn } from '../vault-probes';

const aDay = 24 * 3_600_000;

const about = (vault: string, reading: LogReading): Found[] => {
  if (reading.is === 'read') return [];
  if (!reading.declared) {
    return [
      {
        code: 'log-undeclared',
        subject: vault,
        message: `The policy names no audit log of ${vault}: moves that a service does not show stay assumed`,
        nextStep: 'Name its workspace under auditLogs in policy.yaml',
        severity: 'info',
      },
    ];
  }
  return [
    {
      code: 'log-unreadable',
      subject: vault,
      message: `What happens at ${vault} is not seen: ${reading.because}`,
      nextStep:
        'If it may not be read: az role assignment create --role "Log Analytics Reader" --assignee-object-id <object id of Rewrap\'s identity> --assignee-principal-type ServicePrincipal --scope <resource id of the workspace>. If it is empty: az monitor diagnostic-settings list --resource <resource id of the vault>',
      severity: 'warning',
    },
  ];
};

/** Whether the audit log of each vault can be read, and says something about yesterday. */
export const auditLog = check({
  name: 'audit-log',
  async gather({ knocks, audit, now }) {
    const to = now();
    const span = { from: new Date(to.getTime() - aDay), to };
    const readings = (await knocks()).map(async (knock) => {
      const [path] = 'answer' in knock ? pathsIn(knock.answer) : [];
      const key = KeyUrl.safeParse(`${knock.vault}${path}`).data;
      return path && key ? [{ vault: knock.vault, reading: await audit.read(key, span) }] : [];
    });
    return (await Promise.all(readings)).flat();
  },
  judge: (readings) => readings.flatMap(({ vault, reading }) => about(vault, reading)),
});
