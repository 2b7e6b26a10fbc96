/** Levels as the Functions host names them, from the least to the most urgent. */
const levels = ['trace', 'debug', 'information', 'warning', 'error', 'critical'];

/** One thing to tell. `category` is `user` for what a function said, `system` for its library, `host` for this host. */
export interface LogLine {
  readonly level: string;
  readonly category: string;
  readonly message: string;
  readonly function?: string;
}
export type Log = (line: LogLine) => void;

/** Writes one line of JSON for each message of at least that level, such as `Information`. */
export function jsonLog(write: (text: string) => void, lowest: string): Log {
  const from = levels.indexOf(lowest.toLowerCase());
  return (line) => {
    if (levels.indexOf(line.level) < from) return;
    write(`${JSON.stringify({ time: new Date().toISOString(), ...line })}\n`);
  };
}
