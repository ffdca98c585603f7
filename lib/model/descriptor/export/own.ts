import type { GroupKind } from '../draft.ts';
import type { Stored } from '../plan.ts';
import { writeYaml } from './yaml.ts';

export type Titles = Record<GroupKind, ReadonlyMap<string, string>>;

const byName = (titles: ReadonlyMap<string, string>) =>
  [...titles].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, displayName]) => ({ name, displayName }));

/** The catalog in our own words: every field but the credentials. */
export function writeOwn({ services, titles }: { services: Stored[]; titles: Titles }): string {
  const listed = services.map(({ name, ...fields }) => ({ name, ...fields }));
  return writeYaml([{ signalbox: 1, teams: byName(titles.team), domains: byName(titles.domain), systems: byName(titles.system), services: listed }]);
}
