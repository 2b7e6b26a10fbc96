import { exportersIn, type HeldRight } from '../../../shared/incidents/keep-exporters';
import { today } from '../../examples';

const at = today.toISOString();
const vault = 'https://payments.vault.azure.net';
const right: HeldRight = { vault, principal: 'mallory', inWords: 'may', takeAway: 'az', takenAt: at };
const { vault: _vault, ...shown } = right;
const incidentWith = (exporters: Parameters<typeof exportersIn>[0]['exporters']) => ({
  id: 'INC-7',
  openedAt: at,
  openedBy: { id: 'x', name: 'Nadia' },
  asks: [],
  certificates: [],
  exporters,
});

describe('exportersIn', () => {
  it('puts rights to their vaults', () => {
    const other = { vault: 'https://cards.vault.azure.net', at, exporters: [], unseen: ['x'] };
    const incident = incidentWith([{ vault, at, exporters: [], unseen: [] }, other]);
    expect(exportersIn(incident, [right])).toEqual([{ vault, at, exporters: [shown], unseen: [] }, other]);
  });

  it('shows what earlier releases kept with the vault', () => {
    const earlier = { vault, at, exporters: [{ principal: 'ann', inWords: 'may', takeAway: 'az' }], unseen: [] };
    expect(exportersIn(incidentWith([earlier]), [])).toEqual([earlier]);
  });
});
