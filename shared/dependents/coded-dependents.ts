import type { Dependents } from '../world';
import type { CodedDependent, Tools } from './coded-dependent';
import { confidentialDisks } from './confidential-disks';
import { kubernetesSecrets } from './kubernetes-secrets';
import { synapseKeys } from './synapse-keys';

/** Types whose moving is code. A new one is a file and a line here, beside its description in the list of types. */
export const codedTypes: readonly CodedDependent[] = [confidentialDisks, kubernetesSecrets, synapseKeys];

/** The engine, but for the types that have code of their own. */
export const withCode = (tools: Tools): Dependents => {
  const { engine } = tools;
  const codeOf = (type: string) => codedTypes.find((coded) => coded.type === type);
  return {
    ...engine,
    move(dependent, how) {
      const go = (journey: typeof how) => engine.move(dependent, journey);
      return codeOf(dependent.type)?.advance(dependent, how, go, tools) ?? go(how);
    },
    undo(dependent, how) {
      const go = (journey: typeof how) => engine.undo(dependent, journey);
      return codeOf(dependent.type)?.advance(dependent, how, go, tools) ?? go(how);
    },
    observe: (dependent, at) =>
      codeOf(dependent.type)?.observe?.(dependent, at, tools) ?? engine.observe(dependent, at),
  };
};
