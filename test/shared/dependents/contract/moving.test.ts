import { armTypes } from '../../../../shared/dependents';
import { codedTypes } from '../../../../shared/dependents/coded-dependents';
import { searchTypes } from '../../../../shared/dependents/search/search-dependents';
import { faultsForward } from './cases-faults';
import { moving } from './cases-moving';
import { standing } from './cases-standing';
import { holdAgainst } from './contract-case';
import { nameOf } from './subject';
import { subjects } from './subjects';

describe('the contract', () => {
  it('covers every adapter that there is', () => {
    const adapters = [...armTypes, ...codedTypes, ...searchTypes].map(({ type }) => type);
    expect(new Set(subjects.map(({ type }) => type))).toEqual(new Set(adapters));
  });

  it('covers every way in which a type of Azure Resource Manager is described to name its key', () => {
    const ways = subjects.map(({ type, mode }) => `${type} ${mode}`);
    const described = armTypes.flatMap(({ type, references, writes, byHand }) => [
      ...(writes.length > 0 && references.some(({ follows }) => follows) ? [`${type} following`] : []),
      ...(byHand ? [`${type} by-hand`] : []),
    ]);
    expect(described.filter((way) => !ways.includes(way))).toEqual([]);
  });

  it('tells its subjects apart', () => {
    const names = subjects.map(nameOf);
    expect(new Set(names).size).toBe(names.length);
  });
});

holdAgainst(subjects, [...standing, ...moving, ...faultsForward]);
