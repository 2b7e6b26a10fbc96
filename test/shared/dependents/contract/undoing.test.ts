import { faultsBack } from './cases-faults';
import { undoing } from './cases-undoing';
import { holdAgainst } from './contract-case';
import { subjects } from './subjects';

holdAgainst(subjects, [...undoing, ...faultsBack]);
