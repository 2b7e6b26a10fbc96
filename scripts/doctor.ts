/** `npm run doctor -- --api URL`: asks the app what it lacks. Exit code 0: nothing, 1: something, 2: it could not be asked. */
import { Command } from 'commander';
import { messageOf } from '../shared/errors';
import { Diagnosis } from '../shared/doctor/diagnosis';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const ask = async (api: string, token: string): Promise<Diagnosis> => {
  const response = await fetch(`${api.replace(/\/$/, '')}/doctor`, { headers: { authorization: `Bearer ${token}` } });
  const text = await response.text();
  if (!response.ok) throw new Error(`${api} answered ${response.status}: ${text}`);
  return Diagnosis.parse(JSON.parse(text));
};

const inWords = ({ findings, checks, asOf }: Diagnosis): string[] => [
  ...findings.flatMap(({ severity, code, message, nextStep }) => [`${severity} ${code}: ${message}`, `  ${nextStep}`]),
  `${findings.length === 0 ? 'Nothing is missing' : `${findings.length} findings`} in ${checks.length} checks (${checks.join(', ')}), as of ${asOf}.`,
];

const silent = (problem: unknown): string[] => [
  `critical app-silent: the app could not be asked: ${messageOf(problem)}`,
  '  Is it running? az functionapp show --name <app> --resource-group <group> --query state. Does it let you in? A token: az account get-access-token --resource <REWRAP_API_AUDIENCE>',
];

const run = async ({ api, token, json }: { api: string; token: string; json?: boolean }): Promise<void> => {
  try {
    const diagnosis = await ask(api, token);
    for (const line of json ? [JSON.stringify(diagnosis, null, 2)] : inWords(diagnosis)) print(line);
    process.exitCode = diagnosis.well ? 0 : 1;
  } catch (problem) {
    const why = { code: 'app-silent', severity: 'critical', message: messageOf(problem) };
    for (const line of json ? [JSON.stringify({ well: false, findings: [why] }, null, 2)] : silent(problem))
      print(line);
    process.exitCode = 2;
  }
};

void new Command('doctor')
  .description('Looks whether an installation has all that it needs, and says how to mend what it lacks')
  .option('--api <url>', 'address of the API, with /api at its end', process.env['API'] ?? 'http://localhost:7071/api')
  .option('--token <token>', 'token with the role Rewrap.Read; by default $TOKEN', process.env['TOKEN'] ?? '')
  .option('--json', 'the answer of the API as it is, for pipelines')
  .action(run)
  .parseAsync();
