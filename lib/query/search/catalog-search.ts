import type { ChangeKind } from '#lib/model/change.ts';
import { filterTerm, groupUnitKey, type SearchUnit } from '#lib/model/search/entry.ts';
import { SearchIndex } from '#lib/model/search/search-index.ts';
import { firstChangeId, lastChangeId } from '#lib/store/change.ts';
import type { Db } from '#lib/store/db.ts';
import { listSubjectChanges } from '#lib/store/search-feed.ts';
import { findSearchedServices, listSearchedServices, type SearchedService } from '#lib/store/search-rows.ts';
import { readGroupUnits, readUnits, topicUnit } from './read-units.ts';

const pageSize = 100;
const changePage = 500;
/** From so many changes on, comparing everything is quicker than following each. */
const maxFollowed = 2000;
const patienceMs = 2000;
const followed: readonly ChangeKind[] = ['service.registered', 'service.changed', 'service.removed', 'document.revised', 'import.applied'];

const yieldToOthers = () => new Promise<void>((resolve) => setImmediate(resolve));
const markOf = (service: SearchedService) => JSON.stringify(service);

/** The index of one database: built once, then kept at the newest change. */
export class CatalogSearch {
  readonly index = new SearchIndex();
  private readonly db: Db;
  /** What each service looked like when it was indexed. */
  private readonly marks = new Map<string, string>();
  private readonly groups = new Map<string, string>();
  private cursor: number | null = null;
  private built = false;
  private work: Promise<void> | null = null;
  private workSinceMs = 0;

  constructor(db: Db) {
    this.db = db;
  }

  /**
   * Brings the index to a change; answers whether it is there. Work that takes longer than `waitMs` goes on beside the
   * answers, and whoever asks meanwhile does not wait for it again.
   */
  async reach(changeId: number, waitMs = patienceMs): Promise<boolean> {
    const startedMs = performance.now();
    while (!this.isAt(changeId)) {
      const work = this.advance(changeId);
      const leftMs = Math.min(startedMs, this.workSinceMs) + waitMs - performance.now();
      if (leftMs <= 0) return false;
      await inTime(work, leftMs);
    }
    return true;
  }

  private isAt(changeId: number): boolean {
    return this.built && this.cursor !== null && this.cursor >= changeId;
  }

  /** One round at a time: the next begins when this one has ended, however it ended. */
  private advance(changeId: number): Promise<void> {
    if (this.work) return this.work;
    this.workSinceMs = performance.now();
    this.work = (this.built ? this.follow(changeId) : this.build()).finally(() => {
      this.work = null;
    });
    this.work.catch(() => undefined);
    return this.work;
  }

  private async build(): Promise<void> {
    const head = await lastChangeId(this.db);
    await this.compareAll();
    this.index.compact();
    this.cursor = head;
    this.built = true;
  }

  private async follow(changeId: number): Promise<void> {
    const head = Math.max(changeId, await lastChangeId(this.db));
    const changes = await this.listMissed(head);
    if (changes === null || changes.some(({ kind }) => kind === 'import.applied')) await this.compareAll();
    else await this.renew([...new Set(changes.flatMap(({ subject }) => (subject === null ? [] : [subject])))]);
    this.cursor = head;
  }

  /** Changes that concern the index up to `head`; null: too many, or not kept any more. */
  private async listMissed(head: number): Promise<{ kind: ChangeKind; subject: string | null }[] | null> {
    let afterId = this.cursor ?? 0;
    if (afterId + 1 < (await firstChangeId(this.db))) return null;
    const missed: { kind: ChangeKind; subject: string | null }[] = [];
    while (missed.length <= maxFollowed) {
      const page = await listSubjectChanges(this.db, { kinds: followed, afterId, toId: head, limit: changePage });
      missed.push(...page);
      if (page.length < changePage) return missed;
      afterId = page.at(-1)?.id ?? head;
    }
    return null;
  }

  /** Reads every service's row; indexes those that look different, drops those that are gone. */
  private async compareAll(): Promise<void> {
    const gone = new Set(this.marks.keys());
    await this.renewGroups();
    for (let afterId = 0; ; ) {
      const page = await listSearchedServices(this.db, afterId, pageSize);
      for (const { name } of page) gone.delete(name);
      await this.put(page.filter((service) => this.marks.get(service.name) !== markOf(service)));
      if (page.length < pageSize) break;
      afterId = page.at(-1)?.id ?? afterId;
      await yieldToOthers();
    }
    this.drop([...gone]);
  }

  private async renew(names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    for (let from = 0; from < names.length; from += pageSize) {
      const some = names.slice(from, from + pageSize);
      const services = await findSearchedServices(this.db, some);
      const found = new Set(services.map(({ name }) => name));
      await this.put(services);
      this.drop(some.filter((name) => !found.has(name)));
      await yieldToOthers();
    }
    await this.renewGroups();
  }

  private async put(services: readonly SearchedService[]): Promise<void> {
    if (services.length === 0) return;
    const units = await readUnits(this.db, services);
    const before = services.flatMap(({ name }) => this.topicsOf(name));
    const topics = new Set(services.flatMap((service) => service.topics));
    this.index.put([...units, ...this.newTopics(topics)]);
    for (const service of services) this.marks.set(service.name, markOf(service));
    this.dropTopics(before.filter((topic) => !topics.has(topic)));
  }

  private drop(names: readonly string[]): void {
    if (names.length === 0) return;
    const topics = names.flatMap((name) => this.topicsOf(name));
    this.index.remove(names);
    for (const name of names) this.marks.delete(name);
    this.dropTopics(topics);
  }

  private topicsOf(service: string): string[] {
    return this.index.head(service)?.fields.topic ?? [];
  }

  private newTopics(topics: ReadonlySet<string>): SearchUnit[] {
    return [...topics].map(topicUnit).filter(({ key }) => !this.index.has(key));
  }

  /** A topic is there as long as a service names it. */
  private dropTopics(topics: readonly string[]): void {
    const unused = [...new Set(topics)].filter((topic) => this.index.count('service', filterTerm('topic', topic)) === 0);
    if (unused.length > 0) this.index.remove(unused.map((topic) => groupUnitKey('topic', topic)));
  }

  private async renewGroups(): Promise<void> {
    const units = await readGroupUnits(this.db);
    const now = new Map(units.map((unit) => [unit.key, JSON.stringify(unit.entries)]));
    const changed = units.filter(({ key }) => this.groups.get(key) !== now.get(key));
    const gone = [...this.groups.keys()].filter((key) => !now.has(key));
    if (gone.length > 0) this.index.remove(gone);
    if (changed.length > 0) this.index.put(changed);
    for (const key of gone) this.groups.delete(key);
    for (const { key } of changed) this.groups.set(key, now.get(key) ?? '');
  }
}

/** Waits for the work, but not longer; a fault of it is told only to those who still wait. */
function inTime(work: Promise<void>, waitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, waitMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
