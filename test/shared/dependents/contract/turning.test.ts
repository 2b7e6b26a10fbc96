import { faultsTurning } from './cases-faults';
import { turning } from './cases-turning';
import { holdAgainst } from './contract-case';
import { subjects } from './subjects';

holdAgainst(subjects, [...turning, ...faultsTurning]);
