import { describe, expect, it } from 'vitest';
import type { Finding, Severity } from '../finding.ts';
import { adviseVersion } from './version-advice.ts';

const finding = (severity: Severity, id: string): Finding => ({
  id,
  source: 'compare',
  severity,
  direction: 'request',
  operation: null,
  pointer: '',
  message: '',
  fingerprint: id,
});
const broken = [finding('breaking', 'param.required.added')];
const grown = [finding('info', 'operation.added')];
const touched = [finding('info', 'operation.tag.removed')];

describe('the version that a change deserves', () => {
  it.each([
    [broken, '1.4.0', '2.0.0', 'major', 'major', '2.0.0', true],
    [broken, '1.4.0', '1.5.0', 'major', 'minor', '2.0.0', false],
    [broken, '0.4.0', '0.5.0', 'minor', 'minor', '0.5.0', true],
    [broken, '0.4.0', '0.4.1', 'minor', 'patch', '0.5.0', false],
    [grown, '1.4.0', '1.4.1', 'minor', 'patch', '1.5.0', false],
    [grown, '1.4.0', '2.0.0', 'minor', 'major', '1.5.0', true],
    [touched, '1.4.0', '1.4.0', 'patch', 'none', '1.4.1', false],
    [broken, '1.4.0', '1.3.0', 'major', 'lower', '2.0.0', false],
    [broken, 'v1', 'v2', 'major', 'major', '2.0.0', true],
    [broken, '2024-01', 'next', 'major', 'unknown', null, false],
    [[], '1.0.0', '1.0.0', 'none', 'none', null, true],
  ] as const)('%o from %s to %s', (findings, from, to, deserved, given, suggestion, fits) => {
    const advice = adviseVersion([...findings], from, to);
    expect(advice).toMatchObject({ deserved, given, suggestion, fits });
    expect(advice.sentence).toMatch(/^[A-Z0-9].*\.$/);
  });

  it('is said in a sentence', () => {
    expect(adviseVersion(broken, '1.4.0', '1.5.0').sentence).toBe(
      '1 breaking change deserves a major step: 2.0.0; 1.4.0 to 1.5.0 is only a minor step.',
    );
    expect(adviseVersion(grown, '1.4.0', '1.5.0').sentence).toBe('New things deserve a minor step, and 1.5.0 says so.');
  });
});
