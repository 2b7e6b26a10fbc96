import { pick, readAt, withAt, without } from '../../../shared/dependents/json-path';

const resource = {
  id: '/a',
  eTag: 'w1',
  properties: { provisioningState: 'Succeeded', keys: [{ name: 'a' }, { name: 'b' }] },
};

it('reads whatever the casing, and members of a list by their number', () => {
  expect(readAt(resource, 'Properties.PROVISIONINGSTATE')).toBe('Succeeded');
  expect(readAt(resource, 'properties.keys.1.name')).toBe('b');
  expect(readAt(resource, 'properties.none.name')).toBeUndefined();
});

it('changes what lies at a path, spelled as it is found, and nothing else', () => {
  expect(withAt(resource, 'properties.KEYS.0.name', 'c')).toEqual({
    ...resource,
    properties: { ...resource.properties, keys: [{ name: 'c' }, { name: 'b' }] },
  });
  expect(resource.properties.keys[0]).toEqual({ name: 'a' });
});

it('picks only what is there', () => {
  expect(pick(resource, ['properties.provisioningState', 'properties.none'])).toEqual({
    properties: { provisioningState: 'Succeeded' },
  });
});

it('leaves out what lies at paths, whatever the casing, and minds no path that leads nowhere', () => {
  expect(without(resource, ['ID', 'etag', 'properties.provisioningstate', 'properties.none', 'none.at.all'])).toEqual({
    properties: { keys: resource.properties.keys },
  });
  expect(resource.properties.provisioningState).toBe('Succeeded');
});
