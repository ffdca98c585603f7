import { describe, expect, test } from 'vitest';
import { type Address, parseAddress } from './address.ts';
import { destinationOf, parsePolicy } from './outbound.ts';
import { createResolver, resolveAllowed } from './resolve.ts';

const addressesOf = (...texts: string[]) => texts.map((text) => parseAddress(text) as Address);
const answer = (hosts: Record<string, string[]>) => async (host: string) => {
  const found = hosts[host];
  if (!found) throw Object.assign(new Error('no'), { code: 'ENOTFOUND' });
  return addressesOf(...found);
};
const policy = parsePolicy({ SIGNALBOX_OUTBOUND_ALLOW: '127.0.0.1:9900', SIGNALBOX_OUTBOUND_MODE: 'private' }, [{ host: 'db.internal', port: 8432 }]);
const resolve = (url: string, hosts: Record<string, string[]>) => resolveAllowed(policy, destinationOf(new URL(url)), answer(hosts));

describe('resolving', () => {
  test('gives the addresses of a name', async () => {
    expect((await resolve('http://a.example/', { 'a.example': ['10.0.0.1', '2606:4700::1'] })).map(String)).toEqual(['10.0.0.1', '2606:4700::1']);
  });
  test('refuses a name when one of its addresses is forbidden, and does not tell the address', async () => {
    const looked = resolve('http://a.example/', { 'a.example': ['10.0.0.1', '169.254.169.254'] });
    await expect(looked).rejects.toMatchObject({ code: 'outbound_denied', message: expect.not.stringContaining('169.254') });
  });
  test('refuses a name that leads to loopback', async () => {
    await expect(resolve('http://a.example:8080/', { 'a.example': ['127.0.0.1'] })).rejects.toMatchObject({ details: { rule: 'loopback' } });
  });
  test('refuses another name of our database', async () => {
    const hosts = { 'other.internal': ['10.0.0.7'], 'db.internal': ['10.0.0.7'] };
    await expect(resolve('http://other.internal:8432/', hosts)).rejects.toMatchObject({ details: { rule: 'own' } });
    await expect(resolve('http://10.0.0.7:8432/', hosts)).rejects.toMatchObject({ details: { rule: 'own' } });
  });
  test('asks nobody for localhost', async () => {
    expect((await resolve('http://localhost:9900/', {})).map(String)).toEqual(['127.0.0.1']);
  });
  test('passes on the fault of the resolver', async () => {
    await expect(resolve('http://missing.example/', {})).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });
});

test('one question at a time is asked for a name, and failures are not kept', async () => {
  let asked = 0;
  const ask = createResolver(async (host) => {
    asked += 1;
    if (host === 'bad') throw new Error('no');
    return addressesOf('10.0.0.1');
  });
  await Promise.all([ask('good'), ask('good'), ask('good')]);
  await ask('good');
  expect(asked).toBe(1);
  await expect(ask('bad')).rejects.toThrow();
  await expect(ask('bad')).rejects.toThrow();
  expect(asked).toBe(3);
});
