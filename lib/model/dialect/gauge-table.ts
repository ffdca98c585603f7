import { loadRows } from './gauge-load.ts';
import { poolRows } from './gauge-pool.ts';
import type { GaugeRow } from './gauge-row.ts';

/** Of one kind and name the first row that fits is believed: never are two added. */
export const gaugeRows: readonly GaugeRow[] = [...loadRows, ...poolRows];
