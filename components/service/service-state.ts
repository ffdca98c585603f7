export const serviceTabs = [
  { key: 'overview', title: 'Overview' },
  { key: 'api', title: 'API' },
  { key: 'dependencies', title: 'Dependencies' },
  { key: 'latency', title: 'Latency' },
  { key: 'metrics', title: 'Metrics' },
  { key: 'resilience', title: 'Resilience' },
  { key: 'events', title: 'Events' },
  { key: 'validation', title: 'Validation' },
  { key: 'settings', title: 'Settings' },
] as const;
export type TabKey = (typeof serviceTabs)[number]['key'];

export const signalWindows = ['5m', '15m', '1h', '6h', '24h', '7d', '30d'] as const;
export type SignalWindow = (typeof signalWindows)[number];

/** What the URL of a service's page says. */
export interface ServiceState {
  tab: TabKey;
  window: SignalWindow;
}

export function parseServiceState(search: URLSearchParams): ServiceState {
  return {
    tab: serviceTabs.find(({ key }) => key === search.get('tab'))?.key ?? 'overview',
    window: signalWindows.find((window) => window === search.get('window')) ?? '1h',
  };
}

/** The shortest query string that says the state, without `?`. */
export function writeServiceState({ tab, window }: ServiceState): string {
  const search = new URLSearchParams();
  if (tab !== 'overview') search.set('tab', tab);
  if (window !== '1h') search.set('window', window);
  return search.toString();
}

/** The inputs of the page's queries; the same on the server and in the browser, so that both mean one cache entry. */
export const signalsInput = (name: string, window: SignalWindow) => ({ name, window });
export const saturationInput = (name: string, window: SignalWindow) => ({ name, window });
export const readingsInput = (name: string) => ({ name, window: '24h' });
