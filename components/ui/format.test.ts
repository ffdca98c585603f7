import { describe, expect, it } from 'vitest';
import {
  formatCount,
  formatDuration,
  formatIntervalMs,
  formatMs,
  formatNumber,
  formatRate,
  formatRatio,
  formatUptime,
  formatWindow,
} from './format.ts';

describe('numbers as people read them', () => {
  it('groups thousands and keeps about three figures', () => {
    expect([1042, 42.14, 4.219, 0.0421, 0].map((value) => formatNumber(value))).toEqual(['1,042', '42.1', '4.22', '0.042', '0']);
  });

  it('shows a dash for what is not known', () => {
    expect([formatNumber(null), formatRate(null), formatRatio(null), formatMs(null), formatIntervalMs(null), formatUptime(null)]).toEqual(
      Array(6).fill('–'),
    );
    expect(formatNumber(Number.NaN)).toBe('–');
  });

  it('writes spans with their unit', () => {
    expect(['5m', '1h', '7d'].map(formatWindow)).toEqual(['5 min', '1 h', '7 d']);
  });

  it('writes rates per second', () => {
    expect([0, 0.004, 0.2, 4.21, 412, 12_400].map(formatRate)).toEqual(['0/s', '< 0.01/s', '0.20/s', '4.2/s', '412/s', '12.4k/s']);
  });

  it('writes shares as percent and never hides a small one as zero', () => {
    expect([0, 0.000001, 0.0005, 0.001, 0.034, 0.5, 1].map(formatRatio)).toEqual(['0 %', '< 0.01 %', '0.05 %', '0.1 %', '3.4 %', '50 %', '100 %']);
  });

  it('never rounds uptime up to 100', () => {
    expect([1, 0.99999, 0.9998, 0.5].map(formatUptime)).toEqual(['100 %', '99.99 %', '99.98 %', '50.00 %']);
  });

  it('chooses the unit of a duration', () => {
    expect([0, 0.42, 184, 1234, 12_345].map(formatMs)).toEqual(['0 ms', '0.4 ms', '184 ms', '1.2 s', '12.3 s']);
  });

  it('writes a percentile as the interval that its buckets allow', () => {
    expect(formatIntervalMs({ low: 184, high: 250 })).toBe('184–250 ms');
    expect(formatIntervalMs({ low: 2.5, high: 5 })).toBe('2.5–5 ms');
    expect(formatIntervalMs({ low: 900, high: 1200 })).toBe('0.9–1.2 s');
    expect(formatIntervalMs({ low: 10_000, high: null })).toBe('> 10 s');
    expect(formatIntervalMs({ low: 0, high: 5 })).toBe('< 5.0 ms');
    expect(formatIntervalMs({ low: 5, high: 5 })).toBe('5.0 ms');
  });

  it('writes a span in one unit', () => {
    expect([-5, 8_000, 240_000, 7_200_000, 47 * 3_600_000, 6 * 86_400_000].map(formatDuration)).toEqual([
      '0 s',
      '8 s',
      '4 min',
      '2 h',
      '47 h',
      '6 d',
    ]);
  });

  it('counts in words', () => {
    expect([formatCount(1, 'service'), formatCount(1042, 'service'), formatCount(2, 'entry', 'entries')]).toEqual([
      '1 service',
      '1,042 services',
      '2 entries',
    ]);
  });
});
