import type { CatalogSort } from './catalog-state.ts';

export interface Column {
  key: string;
  title: string;
  /** What the column says, with its unit and window. */
  hint: string;
  sort?: CatalogSort;
}

/** The columns of the catalog, left to right; `key` names their class in catalog.module.css. */
export const columns: readonly Column[] = [
  { key: 'state', title: 'State', hint: 'State, and for how long', sort: 'verdict' },
  { key: 'name', title: 'Name', hint: 'Name', sort: 'name' },
  { key: 'domain', title: 'Domain', hint: 'Domain', sort: 'domain' },
  { key: 'team', title: 'Team', hint: 'Owning team', sort: 'team' },
  { key: 'level', title: 'Level', hint: 'Level of the validation ladder that is held', sort: 'level' },
  { key: 'rate', title: 'Rate', hint: 'Requests per second at the last look; the line shows the last 24 hours', sort: 'requestRate' },
  { key: 'errors', title: 'Errors', hint: 'Share of 5xx answers at the last look', sort: 'errorRatio' },
  {
    key: 'latency',
    title: 'p95',
    hint: '95th percentile of the latency at the last look, as the interval that the buckets allow',
    sort: 'latencyMsP95',
  },
  { key: 'history', title: 'Last 24 h', hint: 'The worst state of each of the last 24 hours, now at the right' },
  { key: 'version', title: 'Version', hint: 'Version, as the service says it' },
  { key: 'checked', title: 'Checked', hint: 'When the health endpoint was last looked at', sort: 'checkedAt' },
];

/** What a narrow list, which has no header to click, offers for sorting. */
export const sortWords: Record<CatalogSort, string> = {
  verdict: 'State, worst first',
  name: 'Name',
  domain: 'Domain',
  team: 'Team',
  tier: 'Tier',
  level: 'Level',
  requestRate: 'Rate',
  errorRatio: 'Errors',
  latencyMsP95: 'p95',
  checkedAt: 'Checked',
};
