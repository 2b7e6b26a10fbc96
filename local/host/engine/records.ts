import type { Message } from './history';
import type { Instance, NewInstance, Turn } from './instance';

/** Everything that can happen to the host's state. The state is what the records make of it, and nothing else. */
export type JournalRecord =
  | { readonly kind: 'created'; readonly instance: NewInstance }
  | { readonly kind: 'message'; readonly to: string; readonly execution: string; readonly message: Message }
  | { readonly kind: 'turn'; readonly turn: Turn }
  | { readonly kind: 'suspended'; readonly id: string; readonly suspended: boolean; readonly at: string }
  | { readonly kind: 'purged'; readonly ids: readonly string[] }
  | { readonly kind: 'snapshot'; readonly instance: Instance }
  /** How far estate time is ahead of real time, in milliseconds. */
  | { readonly kind: 'clock'; readonly offset: number }
  /** When a timer trigger was last due. */
  | { readonly kind: 'schedule'; readonly timer: string; readonly last: string };
