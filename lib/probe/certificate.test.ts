import { createServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { parsePolicy } from './outbound.ts';
import { createProbe } from './probe.ts';

// Made for this test alone: self-signed with one key, which opens nothing.
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgYItL6H1ra6dLRDRJ
7E/ctI2LlA4E8jEJW2hDrvzhz0OhRANCAAQcva5E9OUXivpgVrfDB+GGZIPF6CZ+
1lKDGTDYdyDg8uwh5JIARXgenXyZ7kZvq4TUGFv9a8uqM/pSgEBU4c2N
-----END PRIVATE KEY-----`;
const good = `-----BEGIN CERTIFICATE-----
MIIBVDCB/KADAgECAgEBMAoGCCqGSM49BAMCMBQxEjAQBgNVBAMMCWxvY2FsaG9z
dDAgFw0yNDAxMDEwMDAwMDBaGA8yMDk5MTIzMTAwMDAwMFowFDESMBAGA1UEAwwJ
bG9jYWxob3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEHL2uRPTlF4r6YFa3
wwfhhmSDxegmftZSgxkw2Hcg4PLsIeSSAEV4Hp18me5Gb6uE1Bhb/WvLqjP6UoBA
VOHNjaM9MDswGgYDVR0RBBMwEYIJbG9jYWxob3N0hwR/AAABMB0GA1UdDgQWBBST
A8H9cMepNS+ceSEciGRq/vFO0jAKBggqhkjOPQQDAgNHADBEAiAXdIMgocXQzmTV
LAE2GYhKFUHuQiZlmuVwP33os4oJOAIgds9/mK6gdEMQJoOkVfPPDEXKIuGdOvot
VCmE2RRGbBI=
-----END CERTIFICATE-----`;
const expired = `-----BEGIN CERTIFICATE-----
MIIBTzCB9qADAgECAgECMAoGCCqGSM49BAMCMBIxEDAOBgNVBAMMB2V4cGlyZWQw
HhcNMjQwMTAxMDAwMDAwWhcNMjYwMTAyMDAwMDAwWjASMRAwDgYDVQQDDAdleHBp
cmVkMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEHL2uRPTlF4r6YFa3wwfhhmSD
xegmftZSgxkw2Hcg4PLsIeSSAEV4Hp18me5Gb6uE1Bhb/WvLqjP6UoBAVOHNjaM9
MDswGgYDVR0RBBMwEYIJbG9jYWxob3N0hwR/AAABMB0GA1UdDgQWBBSTA8H9cMep
NS+ceSEciGRq/vFO0jAKBggqhkjOPQQDAgNIADBFAiEA9Vi+aC81DYP8+f5WNxLp
n6duLJ1Phgb0XbVFHMydQMoCIGliljaIP5/ZGnJQA9Bg2dHGALQWxWcxFO+u6twI
i0ni
-----END CERTIFICATE-----`;
const other = `-----BEGIN CERTIFICATE-----
MIIBXDCCAQKgAwIBAgIBAzAKBggqhkjOPQQDAjAYMRYwFAYDVQQDDA1vdGhlci5l
eGFtcGxlMCAXDTI0MDEwMTAwMDAwMFoYDzIwOTkxMjMxMDAwMDAwWjAYMRYwFAYD
VQQDDA1vdGhlci5leGFtcGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEHL2u
RPTlF4r6YFa3wwfhhmSDxegmftZSgxkw2Hcg4PLsIeSSAEV4Hp18me5Gb6uE1Bhb
/WvLqjP6UoBAVOHNjaM7MDkwGAYDVR0RBBEwD4INb3RoZXIuZXhhbXBsZTAdBgNV
HQ4EFgQUkwPB/XDHqTUvnHkhHIhkav7xTtIwCgYIKoZIzj0EAwIDSAAwRQIgL+em
0lRjj9ObZvUsIzUuniIbOfg+aYOrjafw2pzLqzgCIQCwRqi6bkICTlmE/uNWfBfP
5ooRf8o4NMwQOqo44LUwGQ==
-----END CERTIFICATE-----`;

const policy = parsePolicy({ SIGNALBOX_OUTBOUND_ALLOW: 'localhost:*', SIGNALBOX_OUTBOUND_MODE: 'private' }, []);
const servers: Server[] = [];

afterAll(() => {
  for (const server of servers) server.close();
});

async function listen(server: Server, scheme = 'https'): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Looks twice at a server with this certificate, trusting `ca`. */
async function look(cert: string, ca: string | undefined, host = '127.0.0.1') {
  let requests = 0;
  const url = await listen(
    createServer({ key, cert }, (_, response) => {
      requests += 1;
      response.end('OK');
    }),
  );
  const probe = createProbe({ policy, ca });
  const target = {
    baseUrl: url.replace('127.0.0.1', host),
    healthCheckPath: '/health',
    apiKey: 'secret',
    bearerToken: null,
    deadlineMs: 5000,
    slowMs: 5000,
  };
  const readings = [await probe.lookHealth(target, { nowMs: 1 }), await probe.lookHealth(target, { nowMs: 2 })];
  await probe.close();
  return { readings, requests };
}

test.each(['127.0.0.1', 'localhost'])('the expiry of the certificate is read at each look, also on a kept connection (%s)', async (host) => {
  const { readings } = await look(good, good, host);
  for (const reading of readings) expect(reading).toMatchObject({ outcome: 'ok', certificateExpiresAtMs: Date.UTC(2099, 11, 31) });
});

test.each([
  ['expired', expired, expired, 'certificate expired on 2026-01-02', Date.UTC(2026, 0, 2)],
  ['for another name', other, other, 'certificate is for other.example', Date.UTC(2099, 11, 31)],
  ['from nobody we know', good, undefined, 'certificate is self-signed', Date.UTC(2099, 11, 31)],
])('a certificate that is %s fails before anything is sent', async (_, cert, ca, reason, certificateExpiresAtMs) => {
  const { readings, requests } = await look(cert, ca);
  expect(readings[0]).toMatchObject({ outcome: 'fail', reason, statusCode: null, silent: false, certificateExpiresAtMs });
  expect(requests).toBe(0);
});

test('an https address behind which nobody speaks TLS says so', async () => {
  const url = await listen(createTcpServer((socket) => socket.on('error', () => socket.destroy()).end('HTTP/1.1 400 Bad Request\r\n\r\n')));
  const probe = createProbe({ policy });
  const target = { baseUrl: url, healthCheckPath: '/health', apiKey: null, bearerToken: null, deadlineMs: 5000 };
  expect(await probe.lookHealth(target, { nowMs: 1 })).toMatchObject({ outcome: 'fail', reason: 'answers without TLS on an https address' });
  await probe.close();
});
