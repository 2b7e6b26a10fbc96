import type { RotationMode } from './record';
import type { RotationRequest } from './request';

/**
 * Requests that a rotation under way can serve. While no version exists, all of them. Afterwards none: the version may be
 * what leaked, so an emergency gets one of its own; a re-wrap serves further news of the foreign version it follows.
 */
export const foldable = (
  { mode, to }: { mode: RotationMode; to?: string | undefined },
  requests: readonly RotationRequest[],
): readonly RotationRequest[] =>
  to === undefined ? requests : requests.filter(({ cause }) => mode === 're-wrap' && cause === 'foreign-version');
