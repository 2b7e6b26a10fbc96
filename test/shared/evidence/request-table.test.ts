import { today } from '../../examples';
import { keyNamed, requestOf, rotationIdOf } from './evidence-examples';
import { storesUnderTest } from './stores-under-test';

const key = keyNamed('ledger');
const one = rotationIdOf(key, 'one');
const two = rotationIdOf(key, 'two');

describe.each(storesUnderTest)('requests %s', (_, openStores) => {
  const requestsNow = async () => (await openStores(() => today)).requests;

  it('keeps a request that is added twice once, as it first was', async () => {
    const requests = await requestsNow();
    expect(await requests.add(requestOf(key, 'event-1'))).toEqual({ state: 'open' });
    expect(await requests.add(requestOf(key, 'event-1', { reason: 'another' }))).toEqual({ state: 'open' });
    expect(await requests.open(key)).toEqual([requestOf(key, 'event-1')]);
  });

  it('keeps a request that is added many times at once, once', async () => {
    const requests = await requestsNow();
    await Promise.all(Array.from({ length: 8 }, () => requests.add(requestOf(key, 'event-1'))));
    expect(await requests.open(key)).toHaveLength(1);
  });

  it('answers open requests of the key alone, oldest first', async () => {
    const requests = await requestsNow();
    await requests.add(requestOf(key, 'later', { requestedAt: '2027-03-02T00:00:00.000Z' }));
    await requests.add(requestOf(key, 'sooner', { requestedAt: '2027-03-01T00:00:00.000Z' }));
    await requests.add(requestOf(keyNamed('other'), 'other'));
    expect((await requests.open(key)).map(({ id }) => id)).toEqual([
      requestOf(key, 'sooner').id,
      requestOf(key, 'later').id,
    ]);
  });

  it('lets a rotation take what is open, and shows it as taken by it', async () => {
    const requests = await requestsNow();
    const request = requestOf(key, 'event-1');
    await requests.add(request);
    await requests.take([request], one);
    expect(await requests.open(key)).toEqual([]);
    expect(await requests.takenBy(one)).toEqual([request]);
    expect(await requests.add(request)).toEqual({ state: 'taken', rotationId: one });
  });

  it('leaves a taken request with the rotation that took it', async () => {
    const requests = await requestsNow();
    const request = requestOf(key, 'event-1');
    await requests.add(request);
    await requests.take([request], one);
    await requests.take([request], two);
    expect(await requests.takenBy(two)).toEqual([]);
    expect(await requests.takenBy(one)).toEqual([request]);
  });

  it('gives a request that several rotations take at once to one of them', async () => {
    const requests = await requestsNow();
    const request = requestOf(key, 'event-1');
    await requests.add(request);
    const rotations = Array.from({ length: 8 }, (_none, n) => rotationIdOf(key, `rotation-${n}`));
    await Promise.all(rotations.map((rotation) => requests.take([request], rotation)));
    const taken = await Promise.all(rotations.map((rotation) => requests.takenBy(rotation)));
    expect(taken.flat()).toEqual([request]);
  });

  it('never opens or takes a closed request again, and keeps its first outcome', async () => {
    const requests = await requestsNow();
    const request = requestOf(key, 'event-1');
    await requests.add(request);
    await requests.take([request], one);
    await requests.close([request], 'proven', one);
    await requests.take([request], two);
    await requests.close([request], 'failed', one);
    expect(await requests.add(request)).toEqual({ state: 'closed', rotationId: one, outcome: 'proven' });
    expect(await requests.takenBy(one)).toEqual([]);
    expect(await requests.open(key)).toEqual([]);
  });

  it('lets no rotation close what another took', async () => {
    const requests = await requestsNow();
    const request = requestOf(key, 'event-1');
    await requests.add(request);
    await requests.take([request], one);
    await requests.close([request], 'proven', two);
    expect(await requests.takenBy(one)).toEqual([request]);
  });

  it('closes an open request that needs no rotation', async () => {
    const requests = await requestsNow();
    await requests.add(requestOf(key, 'event-1'));
    await requests.close([requestOf(key, 'event-1')], 'nothing is due');
    expect(await requests.add(requestOf(key, 'event-1'))).toEqual({ state: 'closed', outcome: 'nothing is due' });
  });

  it('finds one request by its id, and nothing by an id that no request can have', async () => {
    const requests = await requestsNow();
    await requests.add(requestOf(key, 'event-1'));
    const { id } = requestOf(key, 'event-1');
    expect(await requests.get(id)).toEqual({ ...requestOf(key, 'event-1'), state: 'open' });
    expect(await requests.get(`${id}0`)).toBeUndefined();
    expect(await requests.get('../a?b#c')).toBeUndefined();
  });

  it('names each key with a request that is open or taken, once, for the sweep', async () => {
    const requests = await requestsNow();
    const [taken, closed] = [keyNamed('taken'), keyNamed('closed')];
    await requests.add(requestOf(key, 'event-1'));
    await requests.add(requestOf(key, 'event-2'));
    await requests.add(requestOf(taken, 'event-3'));
    await requests.take([requestOf(taken, 'event-3')], rotationIdOf(taken, 'one'));
    await requests.add(requestOf(closed, 'event-4'));
    await requests.close([requestOf(closed, 'event-4')], 'proven');
    expect(await requests.unservedKeys()).toEqual([key, taken]);
  });

  it('finds the requests of an incident across keys, with the rotations that serve them', async () => {
    const requests = await requestsNow();
    const incident = { incidentId: 'INC-7 / leak', cause: 'compromise' } as const;
    const other = keyNamed('other');
    await requests.add(requestOf(key, 'leak-1', { ...incident, requestedAt: '2027-03-01T00:00:00.000Z' }));
    await requests.add(requestOf(other, 'leak-2', { ...incident, requestedAt: '2027-03-02T00:00:00.000Z' }));
    await requests.add(requestOf(key, 'event-1'));
    await requests.take([requestOf(key, 'leak-1', incident)], one);
    expect((await requests.ofIncident('INC-7 / leak')).map(({ id, rotationId }) => [id, rotationId])).toEqual([
      [requestOf(key, 'leak-1').id, one],
      [requestOf(other, 'leak-2').id, undefined],
    ]);
    expect(await requests.ofIncident('INC-8')).toEqual([]);
  });
});
