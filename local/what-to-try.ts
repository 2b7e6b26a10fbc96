import pc from 'picocolors';
import { principalId } from './estate/administrators';
import type { Places } from './running-estate';

/** What a person can do with a running estate, as lines for a shell that work as pasted, in this order. */
export function whatToTry({ appUrl, vaults }: Places): string {
  const cards = `${vaults.payments}/keys/cards`;
  const ledger = `${vaults.ledger}/keys/ledger`;
  const get = (path: string) => `curl -sw '\\n' ${appUrl}${path} -H "authorization: Bearer $TOKEN"`;
  const post = (path: string, body: object) =>
    `curl -sw '\\n' ${appUrl}${path} -H 'content-type: application/json' -d '${JSON.stringify(body)}'`;
  const asPerson = (line: string) => `${line} -H "authorization: Bearer $TOKEN"`;

  const everyRole = {
    name: 'you',
    roles: ['Rewrap.Read', 'Rewrap.Operate', 'Rewrap.Emergency'],
    expiresIn: 31_536_000,
  };
  const incident = { keys: [ledger], reason: 'A laptop was stolen', incidentId: 'INC-1' };
  const tries: readonly [string, string][] = [
    [
      'A token for yourself; it is good for a year of the estate, which may pass quickly',
      `TOKEN=$(${post('/local/token', everyRole)} | sed 's/.*"token":"\\([^"]*\\)".*/\\1/')`,
    ],
    ['Every key with its state and its dependents, as of the last sweep', get('/api/keys')],
    ['What the installation lacks, and whether its clean vault is ready', get('/api/doctor')],
    ['Two weeks pass: the key cards nears its expiry and is rotated', post('/local/clock', { advance: 'P14D' })],
    [
      'A day passes: storage accounts that follow by themselves have followed',
      post('/local/clock', { advance: 'P1D' }),
    ],
    ['Which keys Bram reaches, and by what way', get(`/api/reach?principal=${principalId('bram')}`)],
    ['What was rotated, and how far it is', get('/api/rotations')],
    [
      'What an emergency rotation of ledger would do',
      asPerson(post('/api/emergency-rotations', { ...incident, dryRun: true })),
    ],
    ['Do it', asPerson(post('/api/emergency-rotations', incident))],
    ['How far it is, and what is left to a person', get(`/api/incidents/${incident.incidentId}`)],
    ['Lena, who could use the key telemetry, leaves', post('/local/access', { remove: principalId('lena') })],
    ['A minute later Rewrap looks who has access', post('/local/clock', { advance: 'PT1M' })],
    ['When signals have settled it is a case, and the key is rotated', post('/local/clock', { advance: 'PT15M' })],
    ['Who has left, what they could reach, and what followed', get('/api/cases')],
    ['What the alert sinks have received', `curl -sw '\\n' ${appUrl}/local/inbox`],
    ['What is where in the estate, and which key version each resource uses', `curl -sw '\\n' ${appUrl}/local/estate`],
    [
      `Announce that a key nears its expiry, whether or not it does: ${cards}`,
      post('/local/events', { nearExpiry: cards }),
    ],
  ];
  return tries.map(([what, line]) => `${pc.dim(`# ${what}`)}\n${line}`).join('\n\n');
}
