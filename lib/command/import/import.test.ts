import { beforeAll, describe, expect, test } from 'vitest';
import type { RegistrationInput } from '#lib/model/service.ts';
import { parsePolicy } from '#lib/probe/outbound.ts';
import { createProbe } from '#lib/probe/probe.ts';
import { inTransaction, type PrismaClient } from '#lib/store/db.ts';
import { makeRegistration } from '#lib/store/fixture.ts';
import { findCredentials, findService, insertService } from '#lib/store/service.ts';
import { eachDatabase } from '#lib/store/testbed.ts';
import type { CommandContext } from '../context.ts';
import { applyImport } from './apply.ts';
import { previewImport } from './preview.ts';

const nowMs = Date.UTC(2026, 10, 22, 12);
const policy = parsePolicy({ SIGNALBOX_OUTBOUND_ALLOW: '', SIGNALBOX_OUTBOUND_MODE: 'private' }, []);
const outbound = { policy, probe: createProbe({ policy, slowMs: 1000 }) };

const partOf = (name: string, text: string) => ({ name, contentType: 'application/yaml', bytes: new TextEncoder().encode(text) });
const fileOf = (services: object[]) => [partOf('signalbox.yaml', JSON.stringify({ services }))];

eachDatabase((open) => {
  let db: PrismaClient;
  let ctx: CommandContext;
  beforeAll(async () => {
    db = await open();
    const actor = { kind: 'user', userId: 1, name: 'ana', email: 'ana@example.com', role: 'admin', teams: [] } as const;
    ctx = { actor: { ...actor, teams: [] }, nowMs, correlationId: 'x', address: null, db, outbound };
  });
  const count = async (table: 'service' | 'team' | 'change' | 'auditLine' | 'descriptor') => (db[table] as PrismaClient['service']).count();
  const register = (name: string, fields: Partial<RegistrationInput> = {}) => insertService(db, makeRegistration(name, fields), nowMs);

  describe('an import', () => {
    const file = fileOf([
      {
        ...{
          name: 'imp-orders',
          displayName: 'Order desk',
          baseUrl: 'http://orders.example.com:8080/api',
          team: 'checkout',
          domain: 'sales',
          tier: 1,
        },
        ...{ tags: ['a', 'b'], dependencies: [{ service: 'imp-stock', kind: 'http', critical: false }], publishes: ['order.placed'] },
        links: [{ kind: 'runbook', url: 'https://wiki.example.com/orders' }],
      },
      { name: 'imp-stock', lifecycle: 'experimental' },
    ]);

    test('calls a new team as the file writes it, and renames none', async () => {
      const table = (team: string) => [partOf('a.csv', `name,team\nimp-baker,${team}\n`)];
      await applyImport(ctx, table('Bäckerei Süd'));
      const nameNow = async () => (await db.team.findUniqueOrThrow({ where: { name: 'backerei-sud' } })).displayName;
      expect(await nameNow()).toBe('Bäckerei Süd');
      expect((await applyImport(ctx, table('BÄCKEREI SÜD'))).groups).toBe(0);
      expect(await nameNow()).toBe('Bäckerei Süd');
    });

    test('takes its turn where several come at once: each goes in whole', async () => {
      const files = [1, 2, 3, 4].map((tier) =>
        fileOf([
          { name: 'imp-shared', tier, team: 'imp-turns' },
          { name: `imp-turn-${tier}`, team: 'imp-turns' },
        ]),
      );
      const results = await Promise.all(files.map((one) => applyImport(ctx, one)));
      expect(results.flatMap(({ created }) => created).sort()).toEqual(['imp-shared', 'imp-turn-1', 'imp-turn-2', 'imp-turn-3', 'imp-turn-4']);
    });

    test('previews what it would do and stores nothing', async () => {
      const before = [await count('service'), await count('change')];
      const plan = await previewImport(ctx, file);
      expect(plan.counts).toEqual({ create: 2, change: 0, same: 0, rejected: 0, entries: 2 });
      expect(plan.services[0]?.changes).toContainEqual({ field: 'team', before: null, after: 'checkout' });
      expect(plan.groups).toContainEqual({ kind: 'team', name: 'checkout', displayName: 'Checkout', action: 'create' });
      expect([await count('service'), await count('change')]).toEqual(before);
    });

    test('creates services with their groups, one line in the audit and one change', async () => {
      const before = [await count('auditLine'), await count('change')];
      expect(await applyImport(ctx, file)).toMatchObject({ created: ['imp-orders', 'imp-stock'], changed: [], same: 0, groups: 2 });
      expect(await findService(db, 'imp-orders', nowMs)).toMatchObject({
        ...{
          displayName: 'Order desk',
          team: 'checkout',
          domain: 'sales',
          tier: 1,
          reason: 'never looked at',
          tags: ['a', 'b'],
          publishes: ['order.placed'],
        },
        ...{
          dependencies: [{ service: 'imp-stock', kind: 'http', critical: false }],
          links: [{ kind: 'runbook', url: 'https://wiki.example.com/orders' }],
        },
      });
      expect(await findService(db, 'imp-stock', nowMs)).toMatchObject({
        baseUrl: null,
        reason: 'no base URL yet',
        timeoutSeconds: 30,
        metricsPath: '/metrics',
      });
      expect([await count('auditLine'), await count('change')]).toEqual([(before[0] ?? 0) + 1, (before[1] ?? 0) + 1]);
    });

    test('run again changes nothing and tells nobody', async () => {
      const before = [await count('auditLine'), await count('change'), await findService(db, 'imp-orders', nowMs)];
      expect(await applyImport({ ...ctx, nowMs: nowMs + 5000 }, file)).toMatchObject({ created: [], changed: [], same: 2, groups: 0 });
      expect([await count('auditLine'), await count('change'), await findService(db, 'imp-orders', nowMs)]).toEqual(before);
    });

    test('changes what the file speaks of, and nothing else', async () => {
      await register('kept', {
        apiKey: 'secret',
        tier: 2,
        tags: ['mine'],
        team: 'payments',
        links: [{ kind: 'runbook', url: 'https://wiki.example.com/kept' }],
      });
      const before = await findService(db, 'kept', nowMs);
      const [part] = [
        partOf(
          'service.datadog.yaml',
          'schema-version: v2.2\ndd-service: kept\ntier: "1"\nlinks: [{type: repo, name: src, url: https://github.com/acme/kept}]\n',
        ),
      ];
      expect(await applyImport(ctx, [part])).toMatchObject({ created: [], changed: ['kept'] });
      expect(await findService(db, 'kept', nowMs)).toEqual({
        ...before,
        tier: 1,
        links: [...(before?.links ?? []), { kind: 'repository', url: 'https://github.com/acme/kept' }],
        updatedAt: expect.any(String),
      });
      expect(await findCredentials(db, 'kept')).toEqual({ apiKey: 'secret', bearerToken: null });
    });

    test('never takes an address that a stored credential is not bound to', async () => {
      const result = await applyImport(ctx, fileOf([{ name: 'kept', baseUrl: 'http://elsewhere.example.com', tier: 4 }]));
      expect(result.notes.map(({ text }) => text).join()).toContain('credentials are bound');
      expect(await findService(db, 'kept', nowMs)).toMatchObject({ baseUrl: 'http://kept.example.com:8080', hasApiKey: true, tier: 4 });
    });

    test('leaves out an address that the outbound policy forbids, and says how to allow it', async () => {
      const result = await applyImport(ctx, fileOf([{ name: 'local', baseUrl: 'http://127.0.0.1:8080' }]));
      expect(result.notes.map(({ text }) => text).join()).toContain('SIGNALBOX_OUTBOUND_ALLOW=127.0.0.1:8080');
      expect(await findService(db, 'local', nowMs)).toMatchObject({ baseUrl: null });
    });

    test('goes in without what is wrong, naming file, line, why and what to do', async () => {
      const text = 'services:\n  - name: fine\n  - name: wrong\n    timeoutSeconds: 9000\n  - displayName: nameless\n';
      const result = await applyImport(ctx, [partOf('catalog.yaml', text)]);
      expect(result.created).toEqual(['fine']);
      expect(result.rejected).toEqual([
        { file: 'catalog.yaml', line: 4, entry: 'wrong', why: expect.stringContaining('timeoutSeconds'), help: expect.any(String) },
        { file: 'catalog.yaml', line: 5, entry: 'service', why: 'a service without a name', help: expect.any(String) },
      ]);
    });

    test('keeps nothing of it when one row cannot be written', async () => {
      const before = [await count('service'), await count('team'), await count('descriptor'), await count('auditLine'), await count('change')];
      const isLast = (statement: unknown) => String(statement).includes('INSERT INTO "Dependency"');
      const failing = db.$extends({
        query: { $executeRawUnsafe: ({ args, query }) => (isLast(args[0]) ? Promise.reject(new Error('disk full')) : query(args)) },
      }) as unknown as PrismaClient;
      const bad = fileOf([
        { name: 'half-one', team: 'half' },
        { name: 'half-two', dependencies: [{ service: 'half-one' }] },
      ]);
      await expect(applyImport({ ...ctx, db: failing }, bad)).rejects.toThrow('disk full');
      expect([await count('service'), await count('team'), await count('descriptor'), await count('auditLine'), await count('change')]).toEqual(
        before,
      );
    });

    test('is for admins alone', async () => {
      const user = { ...ctx, actor: { ...ctx.actor, role: 'user' as const } };
      await expect(applyImport(user, file)).rejects.toMatchObject({ code: 'forbidden' });
      await expect(previewImport(user, file)).rejects.toMatchObject({ code: 'forbidden' });
    });
  });

  test('what a user gave after an import stays when the import is run again', async () => {
    const file = [
      partOf(
        'catalog-info.yaml',
        'apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: later}\nspec: {type: service, lifecycle: production, owner: team-x}\n',
      ),
    ];
    await applyImport(ctx, file);
    await inTransaction(db, (tx) =>
      tx.service.update({ where: { name: 'later' }, data: { baseUrl: 'http://later.example.com', timeoutSeconds: 3 } }),
    );
    expect(await applyImport(ctx, file)).toMatchObject({ changed: [], same: 1 });
    expect(await findService(db, 'later', nowMs)).toMatchObject({ baseUrl: 'http://later.example.com', timeoutSeconds: 3, team: 'team-x' });
  });

  test('a document becomes a revision once, and is announced only while it is news', async () => {
    const document = JSON.stringify({
      openapi: '3.0.3',
      info: { title: 'Documented', version: '1.0.0' },
      paths: { '/a': { get: { responses: { 200: { description: 'OK' } } } } },
    });
    const text = `apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: documented}
spec: {type: service, lifecycle: production, owner: team-x, providesApis: [documented]}
---
apiVersion: backstage.io/v1alpha1
kind: API
metadata: {name: documented}
spec: {type: openapi, lifecycle: production, owner: team-x, definition: ${JSON.stringify(document)}}
`;
    const file = [partOf('catalog-info.yaml', text)];
    expect((await previewImport(ctx, file)).documents).toMatchObject([{ service: 'documented', kind: 'openapi' }]);
    expect(await applyImport(ctx, file)).toMatchObject({ created: ['documented'], documents: 1 });
    expect((await previewImport(ctx, file)).documents).toEqual([]);
    expect(await applyImport(ctx, file)).toMatchObject({ same: 1, documents: 0 });
    expect(await db.revision.count({ where: { service: { name: 'documented' }, source: 'imported' } })).toBe(1);
    const result = await applyImport(ctx, [
      partOf('catalog-info.yaml', text.replaceAll('documented', 'odd').replace(/definition: .*/, 'definition: "openapi: 3.0.0\\n: [" }')),
    ]);
    expect(result.created).toEqual(['odd']);
    expect(result.notes.map(({ text: said }) => said).join()).toContain('its API document was left out');
  });
});
