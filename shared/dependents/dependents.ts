import type { Arm } from '../azure/arm';
import type { KeyWrapping } from '../keys/key-wrapping';
import type { Dependents } from '../world';
import { armDependents } from './arm-dependents';
import { applicationBlobs, blobDependents } from './blobs/blob-dependents';
import type { BlobContainers } from './blobs/blob-containers';
import { withCode } from './coded-dependents';
import { together } from './discover';

/** Everything that wraps its data keys with ours: resources that Azure Resource Manager holds, and blobs of applications. */
export const dependents = (outside: {
  arm: Arm;
  blobs: BlobContainers;
  wrapping: KeyWrapping;
  now: () => Date;
  /** Object ids of ours. */
  identities?: readonly string[];
}): Dependents => {
  const resources = withCode({ ...outside, engine: armDependents(outside) });
  const data = blobDependents(outside);
  const holderOf = (type: string): Dependents => (type === applicationBlobs ? data : resources);
  return {
    find: async (...asked) => together(await Promise.all([resources.find(...asked), data.find(...asked)])),
    move: (dependent, how) => holderOf(dependent.type).move(dependent, how),
    undo: (dependent, how) => holderOf(dependent.type).undo(dependent, how),
    observe: (dependent, at) => holderOf(dependent.type).observe(dependent, at),
  };
};
