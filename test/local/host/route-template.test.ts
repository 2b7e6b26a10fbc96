import { honoPath, openness } from '../../../local/host/route-template';

describe('a route', () => {
  it.each([
    ['keys/{id}', 'keys/:id'],
    ['keys/{id:int}/{part?}', 'keys/:id{-?[0-9]+}/:part?'],
    ['files/{*rest}', 'files/:rest{.+}'],
    ['keys/{name:alpha?}', 'keys/:name{[A-Za-z]+}?'],
  ])('%s is spelled %s', (template, path) => {
    expect(honoPath(template)).toBe(path);
  });

  it.each(['keys/{id:range(1,2)}', 'keys/a{id}', 'keys/*'])('%s is refused', (template) => {
    expect(() => honoPath(template)).toThrow(`in route "${template}"`);
  });

  it('sorts before less literal ones', () => {
    const sorted = ['{*rest}', 'a/{b}', 'a/b', '{a}/b'].toSorted((a, b) => openness(a).localeCompare(openness(b)));
    expect(sorted).toEqual(['a/b', 'a/{b}', '{a}/b', '{*rest}']);
  });
});
