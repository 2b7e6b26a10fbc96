import { isNode, LineCounter, parseDocument, visit, type Document } from 'yaml';
import type * as z from 'zod';
import type { CloudName } from '../azure/clouds';
import { Policy } from './policy';
import { PolicyInvalid, type PolicyMistake } from './policy-errors';

/**
 * Reads the text of policy.yaml (YAML 1.2). With a cloud, a policy that is for another one is refused.
 * @throws {PolicyInvalid} with every mistake and its line and column.
 */
export function parsePolicy(text: string, cloud?: CloudName): Policy {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const unreadable = [
    ...document.errors.map(({ message, pos }) => ({ ...at(pos[0]), message })),
    ...aliasesIn(document).map((offset) => ({ ...at(offset), message: 'found a bare *; put it in quotes, as in "*"' })),
  ];
  if (unreadable.length > 0) throw new PolicyInvalid(unreadable);
  const policy = Policy.safeParse(document.toJS());
  if (policy.success) {
    const meant = policy.data.scope.cloud ?? cloud;
    if (!cloud || meant === cloud) return policy.data;
    const message = `scope.cloud: expected ${cloud}, which this app runs in, found ${meant}`;
    throw new PolicyInvalid([{ ...at(offsetOf(document, ['scope', 'cloud'])), message }]);
  }
  throw new PolicyInvalid(
    policy.error.issues.flatMap((issue) =>
      mistakesIn(issue).map(({ path, message }) => ({ ...at(offsetOf(document, path)), message })),
    ),
  );
}

/** YAML takes a word that begins with * for an alias. Nobody needs one here, and one that points nowhere cannot be read. */
function aliasesIn(document: Document): number[] {
  const offsets: number[] = [];
  visit(document, { Alias: (_, { range }) => void offsets.push(range?.[0] ?? 0) });
  return offsets;
}

type Path = readonly PropertyKey[];

/** An unknown field is pointed at itself, not at the object around it. */
function mistakesIn(issue: z.core.$ZodIssue): { path: Path; message: PolicyMistake['message'] }[] {
  const within = issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
  if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, message: within + issue.message }];
  return issue.keys.map((key) => ({ path: [...issue.path, key], message: `${within}unknown field "${key}"` }));
}

/** Where the value lies, or the nearest thing around it when it is missing. */
function offsetOf(document: Document, path: Path): number {
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}
