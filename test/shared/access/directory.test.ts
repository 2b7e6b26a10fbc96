import { directoryIn } from '../../../shared/access/directory';
import { aGraph } from './a-graph';

const anna = '0a11a000-0000-4000-8000-000000000001';

describe('what the directory says of somebody', () => {
  it('is whether it knows him, whether he is disabled, and that he was deleted not long ago', async () => {
    const { graph, directory } = aGraph({ refuses: () => undefined, pageSize: 10 });
    const stateOf = (id: string) => directoryIn(graph).stateOf(id);
    expect(await stateOf(anna)).toBe('unknown');
    const user = { kind: 'user' as const, id: anna, displayName: 'Anna', accountEnabled: true };
    directory.put(user);
    expect(await stateOf(anna)).toBe('here');
    directory.put({ ...user, accountEnabled: false });
    expect(await stateOf(anna)).toBe('disabled');
    directory.remove(anna);
    expect(await stateOf(anna)).toBe('deleted');
  });

  it('is nothing where there is no Microsoft Graph', async () => {
    expect(await directoryIn(undefined).stateOf(anna)).toBe('unknown');
  });
});
