/** `npm run policy -- check FILE` and `explain FILE KEY`: looks into a policy.yaml before it goes anywhere. */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { DateTime } from 'luxon';
import * as z from 'zod';
import { messageOf } from '../shared/errors';
import { KeyUrl } from '../shared/keys/key-url';
import { explainRules, type Explanation } from '../shared/policy/explain-rules';
import { parsePolicy } from '../shared/policy/parse-policy';
import { hasLapsed } from '../shared/policy/waiver';

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const policyIn = (file: string) => parsePolicy(readFileSync(file, 'utf8'));

function check(file: string): void {
  const { scope, classes, waivers } = policyIn(file);
  const lapsed = waivers.filter((waiver) => hasLapsed(waiver, new Date()));
  for (const { rule, owner, until } of lapsed)
    print(`The waiver of ${owner} for ${rule} lapsed on ${until}: remove it.`);
  print(
    `${file} is valid: ${scope.vaults.length} vaults, ${scope.subscriptions.length} subscriptions, ${classes.length} classes.`,
  );
}

const noted = ({ value, narrowedFrom }: Explanation['rules'][number]): string =>
  `${JSON.stringify(value)}${narrowedFrom === undefined ? '' : `   narrowed by a tag of the key, from ${JSON.stringify(narrowedFrom)}`}`;

/** A time that cannot be read would meet neither window nor freeze, and seem to be a good one. */
const Asked = z.object({
  key: KeyUrl,
  at: z
    .string()
    .refine((at) => DateTime.fromISO(at).isValid, { error: 'expected an ISO 8601 time, such as 2026-12-24T22:00:00Z' }),
});

function explain(file: string, url: string, options: { tag: string[]; at: string }): void {
  const { key, at } = Asked.parse({ key: url, at: options.at });
  const { tag } = options;
  const tags = Object.fromEntries(tag.map((each) => /^([^=]*)=?(.*)$/.exec(each)?.slice(1) ?? []));
  const found = explainRules(policyIn(file), { key, tags, now: DateTime.fromISO(at, { zone: 'utc' }).toJSDate() });
  if (!found.inScope) print('Its vault is not in scope.vaults: Rewrap never touches this key.');
  for (const { name, mismatches } of found.classes)
    print(
      `class ${name}: ${mismatches.length === 0 ? 'matches' : `does not match, because ${mismatches.join(' and ')}`}`,
    );
  print(
    found.holds ? `${found.holds} holds: the last class that matches.` : 'No class matches: its rotations are parked.',
  );
  for (const rule of found.rules) print(`  ${rule.name}: ${noted(rule)}`);
  for (const { rule, owner, until, lapsed } of found.waivers)
    print(`  waived: ${rule}, by ${owner} until ${until}${lapsed ? ', which is over' : ''}`);
  if (found.holds) print(`Routine changes may be made ${found.nextOpening ? `from ${found.nextOpening}` : 'now'}.`);
}

const program = new Command('policy').description('Looks into a policy.yaml');
program.command('check <file>').description('says what is wrong with it, by line and column').action(check);
program
  .command('explain <file> <key>')
  .description('says which rules hold for a key, and why')
  .option('--tag <name=value>', 'a tag of the key; may be repeated', (tag, all: string[]) => [...all, tag], [])
  .option('--at <time>', 'the time to look at, ISO 8601', new Date().toISOString())
  .action(explain);

try {
  program.parse();
} catch (error) {
  process.stderr.write(`${error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error)}\n`);
  process.exitCode = 1;
}
