/**
 * Signals a process that leads a group, and all that it started; on Windows, which has no groups, the process alone. One
 * that has ended already is no error.
 */
export function killTree(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
