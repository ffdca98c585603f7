import { log } from '#lib/log.ts';
import type { Change } from '#lib/model/change.ts';
import { lastChangeId, listChangesAfter } from '#lib/store/change.ts';
import type { PrismaClient } from '#lib/store/db.ts';
import { listPollTargets } from '#lib/store/service.ts';
import { rewatch, type Watched, watch } from './watched.ts';

const followMs = 200;
const pageSize = 500;
const catalogKinds: ReadonlySet<string> = new Set(['service.registered', 'service.changed', 'service.removed', 'import.applied', 'source.changed']);

interface Listener {
  /** A service to look at: new, changed, or asked for. */
  onWatch: (watched: Watched, why: 'start' | 'changed' | 'asked') => void;
  onForget: (watched: Watched) => void;
  /** A place of a service that stays: it is not looked at any more. */
  onLeave: (place: Watched) => void;
}

/** The services that the worker watches, kept current by following the change feed. */
export class Roster {
  readonly watched = new Map<string, Watched>();
  private afterId = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly db: PrismaClient;
  private readonly listener: Listener;

  constructor(db: PrismaClient, listener: Listener) {
    this.db = db;
    this.listener = listener;
  }

  async start(): Promise<void> {
    this.afterId = await lastChangeId(this.db);
    await this.load('start');
    this.follow();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private follow(): void {
    this.timer = setTimeout(async () => {
      await this.catchUp().catch((error) => log('watch').error({ err: error }, 'the change feed could not be read'));
      if (this.timer) this.follow();
    }, followMs);
  }

  private async catchUp(): Promise<void> {
    const changes = await listChangesAfter(this.db, this.afterId, pageSize);
    this.afterId = changes.at(-1)?.id ?? this.afterId;
    if (changes.some(({ kind }) => catalogKinds.has(kind))) await this.load('changed');
    for (const change of changes) this.hear(change);
  }

  private hear(change: Change): void {
    if (change.kind !== 'check.requested') return;
    const watched = this.watched.get(change.data.service);
    if (watched) this.listener.onWatch(watched, 'asked');
  }

  /** Reads the catalog anew and says what differs from what is watched. */
  private async load(why: 'start' | 'changed'): Promise<void> {
    const targets = await listPollTargets(this.db);
    const names = new Set(targets.map(({ name }) => name));
    for (const [name, watched] of this.watched) {
      if (names.has(name)) continue;
      this.watched.delete(name);
      this.listener.onForget(watched);
    }
    for (const target of targets) this.take(target, why);
  }

  private take(target: Watched['target'], why: 'start' | 'changed'): void {
    const known = this.watched.get(target.name);
    if (known && known.target.id === target.id) {
      if (sameTarget(known.target, target)) return;
      for (const place of rewatch(known, target)) this.listener.onLeave(place);
      this.listener.onWatch(known, 'changed');
    } else {
      if (known) this.listener.onForget(known);
      const watched = watch(target);
      this.watched.set(target.name, watched);
      this.listener.onWatch(watched, why);
    }
  }
}

function sameTarget(a: Watched['target'], b: Watched['target']): boolean {
  const settings = ({ judgement: _judgement, version: _version, instances, ...rest }: Watched['target']) =>
    JSON.stringify([rest, instances.map(({ id, url }) => [id, url])]);
  return settings(a) === settings(b);
}
