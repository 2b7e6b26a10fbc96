import { counted } from '../alerts/plain-words';
import { wasDone, type AuditedCaller, type AuditedUse, type LogReading } from '../audit/log-reading';
import type { ShadowUser } from '../audit/shadow-user';
import type { Advice } from './advice';

export interface Evidence {
  readonly reading: LogReading;
  /** Callers that worked with the key and belong to nothing known. */
  readonly shadowUsers: readonly ShadowUser[];
  readonly now: Date;
}

type Found = Advice['findings'][number];

/** Operations that leave somebody with a copy of the key, or show that he has one. */
const copies = {
  backup: 'backed the key up: a backup restores elsewhere, for ever',
  restore: 'restored a backup of the key: he holds one',
  release: 'had the key released to him',
} as const;
type Copy = keyof typeof copies;

const isCopy = (operation: string): operation is Copy => operation in copies;

/** Which mode the audit log speaks for. Pure. What is not in the log does not speak against anything: the doubts say so. */
export function adviseMode({ reading, shadowUsers, now }: Evidence): Advice {
  const uses = reading.is === 'read' ? reading.uses.filter(({ by }) => !by.own) : [];
  const exports = uses.flatMap(exportIn);
  const unusual = shadowUsers.filter(({ operations }) => operations.some((each) => opensDataKeys.has(each)));
  const left = exports.some(({ done }) => done);
  return {
    mode: modeFor({ left, unusual: unusual.length > 0 }),
    newDataKeys: unusual.length > 0,
    findings: [...exports.map(({ finding }) => finding), ...unusual.map(unusualCaller)].slice(0, mostFindings),
    doubts: doubtsOf(reading),
    at: now.toISOString(),
  };
}

const modeFor = ({ left, unusual }: { left: boolean; unusual: boolean }): Advice['mode'] => {
  if (left) return 'clean-vault';
  return unusual ? 're-encrypt' : 'new-version';
};

const mostFindings = 50;
const opensDataKeys = new Set(['unwrap', 'decrypt']);

function exportIn(use: AuditedUse): { done: boolean; finding: Found }[] {
  const { operation, by, count, last, outcome, vault } = use;
  if (!isCopy(operation)) return [];
  const done = wasDone(use);
  if (!done && isChallenge(by)) return [];
  const did = vault
    ? `restored a key of this name into ${vault}: if that was a backup of it, he holds one`
    : copies[operation];
  const said = done ? did : `tried "${operation}" on the key and was refused (${outcome})`;
  const message = `${whoIs(by)} ${said}; ${counted(count, 'time')}, last at ${last}`;
  return [{ done, finding: { code: done ? `key-${operation}` : `key-${operation}-tried`, message } }];
}

/** The first call of every client bears no token, is refused, and says nothing: the one that follows counts. */
const isChallenge = ({ principal, appId }: AuditedCaller): boolean => principal === undefined && appId === undefined;

const unusualCaller = ({ principal, name, operations, count, last }: ShadowUser): Found => ({
  code: 'unusual-caller',
  message: `${name ? `${name} (${principal})` : principal}, who is no known user, opened data keys (${operations.join(', ')}); ${counted(count, 'time')}, last at ${last}`,
});

const whoIs = ({ principal, appId, name, resource }: AuditedCaller): string => {
  const id = principal ?? appId ?? 'somebody whom the log does not name';
  const called = name ?? resource;
  return called ? `${called} (${id})` : id;
};

const doubtsOf = (reading: LogReading): string[] =>
  reading.is === 'unavailable'
    ? [
        `Whether the key was backed up or released is not known: ${reading.because}. If it cannot be excluded, choose clean-vault.`,
      ]
    : [
        `The audit log was searched back to ${reading.span.from.toISOString()}, and no further.`,
        ...(reading.gaps.length > 0
          ? [
              `It holds nothing of ${reading.gaps.length} stretches of time, the newest events among them: what happened then is not known.`,
            ]
          : []),
      ];
