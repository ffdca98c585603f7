import { describe, expect, it } from 'vitest';
import { parseServiceState, serviceTabs, signalWindows, writeServiceState } from './service-state.ts';

const parse = (text: string) => parseServiceState(new URLSearchParams(text));

describe("the URL of a service's page", () => {
  it('gives back every state that it was written from', () => {
    for (const { key: tab } of serviceTabs) {
      for (const window of signalWindows) expect(parse(writeServiceState({ tab, window }))).toEqual({ tab, window });
    }
  });

  it('opens the overview of the last hour for anything that it does not understand', () => {
    expect(parse('tab=none&window=5y')).toEqual({ tab: 'overview', window: '1h' });
    expect(writeServiceState(parse('tab=none&window=5y'))).toBe('');
  });
});
