import { print } from '../local/output';
import { figure, type Figure } from './figure';
import { manyVaults } from './sweep/many-vaults';
import { memoryOf } from './wrapped-keys/memory';

const vaults = 100;
const keysPerVault = 100;

/** The emulator and garbage among it: what a page of keys needs does not grow with the estate. */
const mostHeapMb = 400;

/** Queries a second. Source: Resource Graph's guidance for throttled requests: 15 in any 5 seconds. */
const queriesPerSecond = 15 / 5;
/** Queries that a sweep makes: one for the keys of ten vaults, one for the parents of what Resource Graph does not hold. */
const queriesNeeded = vaults / 10 + 1;
/** Reads of keys per 10 seconds and subscription: five times what one vault grants. Source: Key Vault service limits. */
const keyReadsPerSecond = (5 * 4_000) / 10;

/**
 * Sweeps every key of many vaults on a virtual clock, with the real steps, the real client of Azure Resource Manager, its
 * budget and the emulator's throttling. Each call takes as long as one within a region does. The vaults are fakes that count
 * their calls and throttle none: at 300 calls each they are far from their own limits.
 */
export async function measureSweep(): Promise<readonly Figure[]> {
  const estate = manyVaults({ vaults, keysPerVault });
  const memory = memoryOf();
  const { seconds, keys, keyReads, queries } = await estate.sweep();
  const { peakHeapMb } = memory.end();
  const ideal = Math.max(queriesNeeded / queriesPerSecond, keyReads / keyReadsPerSecond);
  print(`${keys} keys in ${vaults} vaults: at best ${ideal.toFixed(1)} s, took ${seconds.toFixed(1)} s`);
  return [
    figure('sweep at best, by what throttling allows', 's', [ideal]),
    figure('sweep', 's', [seconds]),
    figure('sweep, to the best', 'x', [seconds / ideal], 1.25),
    figure('keys not looked at', '', [vaults * keysPerVault - keys], 0),
    figure('queries of Resource Graph', '', [queries]),
    figure('answers 429 that the emulator gave', '', [estate.throttled()], 0),
    figure('alerts', '', [estate.alerts()], 0),
    figure('heap before, estate and emulator', 'MB', [estate.heapBeforeMb]),
    figure('heap at most', 'MB', [peakHeapMb], mostHeapMb),
  ];
}
