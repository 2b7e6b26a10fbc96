import type { EstateApi } from '../driver/estate-api';
import type { Witness } from '../driver/witness';
import type { Timeline } from './timeline';

/** What a scenario plays with, and where it says what it saw. */
export interface Stage {
  readonly appUrl: string;
  readonly api: EstateApi;
  readonly witness: Witness;
  readonly timeline: Timeline;
  /** Tells something that happened now. */
  readonly tell: (who: string, what: string) => Promise<void>;
  /** Something that must be so for the scenario to hold. */
  readonly check: (sentence: string, holds: boolean) => void;
}

/** What was moved; `verified` are those that were seen on the new version. */
export interface Tally {
  readonly keysRotated: number;
  readonly dependents: number;
  readonly verified: number;
}

export interface Scenario {
  readonly name: string;
  readonly title: string;
  readonly play: (stage: Stage) => Promise<Tally>;
}

export interface Result extends Tally {
  readonly name: string;
  readonly ok: boolean;
  readonly elapsedMs: number;
}

type Props = Omit<Stage, 'tell' | 'check'>;

/** Plays one scenario. What goes wrong on the way makes it fail, and is told. */
export async function played({ name, title, play }: Scenario, props: Props): Promise<Result> {
  const { api, timeline } = props;
  const start = performance.now();
  let ok = true;
  const check = (sentence: string, holds: boolean) => {
    ok &&= holds;
    timeline.verdict(sentence, holds);
  };
  const tell = async (who: string, what: string) => timeline.tell(await api.now(), who, what);
  timeline.scene(title);

  let tally: Tally = { keysRotated: 0, dependents: 0, verified: 0 };
  try {
    tally = await play({ ...props, tell, check });
    check('Nothing in the estate has lost access to its data', (await api.stranded()).length === 0);
  } catch (error) {
    check(error instanceof Error ? error.message : String(error), false);
  }
  return { name, ok, ...tally, elapsedMs: Math.round(performance.now() - start) };
}
