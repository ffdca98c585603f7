import { TestEnvironment } from '@signalbox/runner';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signToken } from './chassis/token.ts';

const key = 'a key of the tests, of more than 32 characters';
const token = signToken('test', key, 600);
const soon = { timeout: 20_000 };

const service = (name: string) => ({
  name,
  command: process.execPath,
  args: ['--conditions=@signalbox/source', `examples/${name}/main.ts`],
  env: { FLEET_TOKEN_KEY: key, DATA_DIR: '${self.folder}', REDIS_URL: '${redis.url}' },
});

const lacking = await TestEnvironment.findLacking('redis');
if (lacking) process.stderr.write(`SKIPPED: ${lacking}\n`);

describe.skipIf(lacking)('sign-up', () => {
  let environment: TestEnvironment;
  beforeAll(async () => {
    environment = await TestEnvironment.start({
      infrastructure: ['redis'],
      services: [service('user'), service('notification'), service('profile')],
    });
  }, 90_000);
  afterAll(() => environment?.stop());

  test('brings a welcome and a profile, under one correlation id', async () => {
    const ada = { email: 'ada@example.com', username: 'ada', password: 'Signal-b0x', role: 'user', firstName: 'Ada', lastName: 'Lovelace' };
    const created = await environment.request<{ id: string }>('user', '/users', { token, body: ada });
    expect(created.status).toBe(201);

    const read = async (name: string, path: string) => (await environment.request(name, `${path}/${created.body.id}`, { token })).body;
    const welcome = { type: 'welcome_email', recipient: 'ada@example.com' };
    await expect.poll(() => read('notification', '/notifications/user'), soon).toMatchObject({ notifications: [welcome] });
    await expect.poll(() => read('profile', '/profiles'), soon).toMatchObject({ display_name: 'Ada Lovelace', email: 'ada@example.com' });

    const speakers = () => [...new Set(environment.logsOf(created.correlationId).map((line) => line.service))];
    await expect.poll(speakers, soon).toEqual(['user', 'notification', 'profile']);
  }, 60_000);
});
