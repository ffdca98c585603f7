import { networkInterfaces } from 'node:os';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '#lib/errors.ts';
import { parseAddress } from './address.ts';
import { checkUrl, destinationOf, fixedAddresses, judgeAddress, type OutboundMode, parsePolicy } from './outbound.ts';

const policyOf = (allow = '', mode: OutboundMode = 'private', own: { host: string; port: number }[] = [], ownUrls: string[] = []) =>
  parsePolicy({ SIGNALBOX_OUTBOUND_ALLOW: allow, SIGNALBOX_OUTBOUND_MODE: mode }, own, ownUrls);

function ruleOf(policy: ReturnType<typeof policyOf>, url: string): string | null {
  try {
    checkUrl(policy, url);
    return null;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'outbound_denied') throw error;
    return String(error.details?.rule);
  }
}

const hostile: [string, string][] = [
  ['http://127.0.0.1:8080/', 'loopback'],
  ['http://127.1:8080/', 'loopback'],
  ['http://127.0.1:8080/', 'loopback'],
  ['http://2130706433/', 'loopback'],
  ['http://0x7f.1/', 'loopback'],
  ['http://0x7f000001/', 'loopback'],
  ['http://0177.0.0.1/', 'loopback'],
  ['http://017700000001/', 'loopback'],
  ['http://①②⑦.⓪.⓪.①/', 'loopback'],
  ['http://127。0。0。1/', 'loopback'],
  ['http://127.0.0.1./', 'loopback'],
  ['http://127.255.255.254/', 'loopback'],
  ['http://%31%32%37.0.0.1/', 'loopback'],
  ['http://localhost/', 'loopback'],
  ['http://LOCALHOST:9000/', 'loopback'],
  ['http://localhost./', 'loopback'],
  ['http://ｌｏｃａｌｈｏｓｔ/', 'loopback'],
  ['http://a.localhost/', 'loopback'],
  ['http://[::1]:9000/', 'loopback'],
  ['http://[0:0:0:0:0:0:0:1]/', 'loopback'],
  ['http://[::ffff:7f00:1]/', 'loopback'],
  ['http://[::ffff:127.0.0.1]/', 'loopback'],
  ['http://[::127.0.0.1]/', 'loopback'],
  ['http://[::ffff:0:127.0.0.1]/', 'loopback'],
  ['http://[64:ff9b::7f00:1]/', 'loopback'],
  ['http://[2002:7f00:1::]/', 'loopback'],
  ['http://[2001:0:808:808:0:0:80ff:fffe]/', 'loopback'],
  ['http://0.0.0.0:3000/', 'never'],
  ['http://0/', 'never'],
  ['http://0.1.2.3/', 'never'],
  ['http://[::]:3000/', 'never'],
  ['http://169.254.169.254/latest/meta-data/', 'never'],
  ['http://2852039166/', 'never'],
  ['http://0xa9.0xfe.0xa9.0xfe/', 'never'],
  ['http://169.254.43518/', 'never'],
  ['http://[::ffff:169.254.169.254]/', 'never'],
  ['http://[64:ff9b::a9fe:a9fe]/', 'never'],
  ['http://[64:ff9b:1::a9fe:a9fe]/', 'never'],
  ['http://[2002:a9fe:a9fe::1]/', 'never'],
  ['http://[2001:0:a9fe:a9fe::1]/', 'never'],
  ['http://[fd00:ec2::254]/', 'never'],
  ['http://[fe80::1]/', 'never'],
  ['http://[ff02::1]/', 'never'],
  ['http://100.100.100.200/', 'never'],
  ['http://168.63.129.16/', 'never'],
  ['http://224.0.0.1/', 'never'],
  ['http://255.255.255.255/', 'never'],
  ['http://metadata.google.internal/computeMetadata/v1/', 'never'],
  ['http://METADATA.google.internal./', 'never'],
  ['http://10.0.0.5:22/', 'port'],
  ['http://redis.internal:6379/', 'port'],
  ['http://10.0.0.5:5432/', 'port'],
  ['http://10.0.0.5:2375/containers/json', 'port'],
  ['https://10.0.0.5:10250/pods', 'port'],
  ['http://mail.example:25/', 'port'],
  ['http://10.0.0.5:0/', 'port'],
  ['file:///etc/passwd', 'scheme'],
  ['gopher://10.0.0.5/', 'scheme'],
  ['ftp://10.0.0.5/', 'scheme'],
  ['javascript:alert(1)', 'scheme'],
  ['data:text/html,x', 'scheme'],
  ['http://user:secret@example.com/', 'form'],
  ['http://example.com@127.0.0.1/', 'form'],
  ['http://127.0.0.1\\@example.com/', 'form'],
  ['http:\\\\127.0.0.1/', 'form'],
  ['http://example.com/\r\nHost: x', 'form'],
  ['http://exa mple.com/', 'form'],
  ['http://example.com/\u0000', 'form'],
  [' http://example.com/', 'form'],
  ['http://', 'form'],
  ['http://[::1', 'form'],
  ['http://[fe80::1%25eth0]/', 'form'],
  ['//127.0.0.1/', 'form'],
  ['', 'form'],
  [`http://example.com/${'a'.repeat(5000)}`, 'form'],
];

test.each(hostile)('%s is refused (%s)', (url, rule) => expect(ruleOf(policyOf(), url)).toBe(rule));

test.each([
  'http://orders.example.com/health',
  'https://10.1.2.3:8443/',
  'http://192.168.1.10:9090/metrics',
  'http://[fd12::1]:8080/',
  'http://100.64.0.1/',
  'http://[2606:4700::1111]/',
  'http://93.184.216.34/',
])('%s may be called', (url) => expect(ruleOf(policyOf(), url)).toBeNull());

describe('the list', () => {
  test.each([
    ['localhost:8080', 'http://localhost:8080/', null],
    ['localhost:8080', 'http://127.0.0.1:8080/', null],
    ['localhost:8080', 'http://[::1]:8080/', null],
    ['localhost:8080', 'http://localhost:8081/', 'loopback'],
    ['localhost:8080', 'http://127.0.0.2:8080/', 'loopback'],
    ['localhost:*', 'http://localhost:65535/', null],
    ['127.0.0.1:9900', 'http://localhost:9900/', null],
    ['127.0.0.1:9900', 'http://2130706433:9900/', null],
    ['127.0.0.1:9900', 'http://[::ffff:7f00:1]:9900/', null],
    ['127.0.0.1:9900', 'http://[::1]:9900/', 'loopback'],
    ['[::1]:9900', 'http://[::1]:9900/', null],
    ['::1', 'http://[::1]:9900/', null],
    ['127.0.0.0/8', 'http://127.9.9.9:81/', null],
    ['10.0.0.5:6379', 'http://10.0.0.5:6379/', null],
    ['10.0.0.0/8', 'http://10.0.0.5:6379/', 'port'],
    ['10.0.0.0/8:6379', 'http://10.0.0.5:6379/', null],
    ['10.0.0.5:*', 'http://10.0.0.5:6379/', 'port'],
    ['localhost:*', 'http://localhost:22/', 'port'],
    ['169.254.169.254:80', 'http://169.254.169.254/', 'never'],
    ['0.0.0.0/0', 'http://169.254.169.254/', 'never'],
    ['metadata.google.internal:80', 'http://metadata.google.internal/', 'never'],
  ])('%s: %s → %s', (allow, url, rule) => expect(ruleOf(policyOf(allow), url)).toBe(rule));

  test.each([
    ['list', '', 'http://10.0.0.5/', 'list'],
    ['list', '', 'http://example.com/', 'list'],
    ['list', '10.20.0.0/16', 'http://10.20.3.4/', null],
    ['list', '10.20.0.0/16', 'http://10.21.3.4/', 'list'],
    ['list', 'orders.internal:8080', 'http://orders.internal:8080/', null],
    ['list', 'orders.internal:8080', 'http://orders.internal:8081/', 'list'],
    ['public', '', 'http://10.0.0.5/', 'private'],
    ['public', '', 'http://[fd12::1]/', 'private'],
    ['public', '', 'http://[::ffff:10.0.0.5]/', 'private'],
    ['public', '10.0.0.5', 'http://10.0.0.5/', null],
    ['public', '', 'http://93.184.216.34/', null],
  ] as const)('in mode %s, with %s: %s → %s', (mode, allow, url, rule) => expect(ruleOf(policyOf(allow, mode), url)).toBe(rule));

  test.each(['nonsense:port', '127.0.0.1:99999', '127.0.0.1:0', '10.0.0.0/64', 'http://x', '*:80', 'a b:80', '[::1:80'])(
    '%s is named as wrong',
    (entry) => {
      expect(() => policyOf(`10.0.0.1:80,${entry}`)).toThrow(`SIGNALBOX_OUTBOUND_ALLOW: "${entry}"`);
    },
  );

  test('blanks and empty entries do no harm', () => expect(policyOf(' 10.0.0.1:80 , ,localhost:* ').allow).toHaveLength(2));
});

describe('our own sockets', () => {
  const own = [
    { host: '127.0.0.1', port: 3000 },
    { host: 'db.internal', port: 8432 },
  ];
  const ownUrls = ['http://127.0.0.1:3000/healthz', 'http://127.0.0.1:3000/metrics'];
  const policy = policyOf('localhost:*,127.0.0.0/8', 'private', own, ownUrls);

  test.each([
    ['http://127.0.0.1:3000/api/v1/services', 'own'],
    ['http://127.0.0.1:3000/', 'own'],
    ['http://127.0.0.1:3000/healthz?x=1', 'own'],
    ['http://127.0.0.1:3000/metrics/../api', 'own'],
    ['http://localhost:3000/healthz', 'own'],
    ['http://[::ffff:127.0.0.1]:3000/healthz', 'own'],
    ['http://db.internal:8432/', 'own'],
    ['http://127.0.0.1:3000/healthz', null],
    ['http://127.1:3000/metrics', null],
    ['http://127.0.0.1:3001/', null],
  ])('%s → %s', (url, rule) => expect(ruleOf(policy, url)).toBe(rule));

  test('a socket on every interface is ours under each of the addresses of this machine', () => {
    const everywhere = policyOf('127.0.0.0/8', 'private', [{ host: '0.0.0.0', port: 3000 }]);
    const addresses = Object.values(networkInterfaces()).flatMap((faces) => faces?.map((face) => face.address) ?? []);
    for (const text of [...addresses, '127.0.0.1', '::ffff:127.0.0.1']) {
      const address = parseAddress(text.replace(/%.*/, ''));
      if (!address || text.startsWith('fe80')) continue;
      expect(judgeAddress(everywhere, { origin: 'http://rebound.example:3000', host: 'rebound.example', port: 3000 }, address)).toBe('own');
    }
  });
});

describe('a name', () => {
  const to = destinationOf(new URL('http://evil.example:8080/'));
  const judge = (address: string, allow = '', mode: OutboundMode = 'private') => {
    const parsed = parseAddress(address);
    return parsed && judgeAddress(policyOf(allow, mode), to, parsed);
  };
  test.each([
    ['127.0.0.1', '', 'loopback'],
    ['169.254.169.254', 'evil.example:8080', 'never'],
    ['127.0.0.1', 'evil.example:8080', null],
    ['127.0.0.1', 'evil.example:8081', 'loopback'],
    ['10.0.0.1', '', null],
    ['fe80::1%eth0', '', 'never'],
  ])('that resolves to %s with %s listed → %s', (address, allow, rule) => expect(judge(address, allow)).toBe(rule));

  test('of localhost keeps only the listed addresses', () => {
    const localhost = destinationOf(new URL('http://localhost:8080/'));
    expect(fixedAddresses(policyOf('127.0.0.1:8080'), localhost)?.map(String)).toEqual(['127.0.0.1']);
    expect(fixedAddresses(policyOf('localhost:8080'), localhost)?.map(String)).toEqual(['127.0.0.1', '::1']);
  });
});

test('a refusal says what to do', () => {
  expect(() => checkUrl(policyOf(), 'http://localhost:8080/')).toThrow(
    "localhost:8080 is on Signalbox's own machine. Start Signalbox with SIGNALBOX_OUTBOUND_ALLOW=localhost:8080 to let it look there.",
  );
  expect(() => checkUrl(policyOf(), 'http://[::1]:8080/')).toThrow('SIGNALBOX_OUTBOUND_ALLOW=[::1]:8080');
});

test('no string makes the check throw anything but an AppError', () => {
  const policy = policyOf('localhost:*,10.0.0.0/8', 'private', [{ host: '0.0.0.0', port: 3000 }]);
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.webUrl({ withQueryParameters: true }),
    fc.ipV6().map((address) => `http://[${address}]/`),
    fc.tuple(fc.constantFrom('http://', 'https:', 'http:/', 'HTTP://'), fc.string({ unit: 'grapheme' })).map((parts) => parts.join('')),
    fc.tuple(fc.integer(), fc.integer()).map(([host, port]) => `http://${host}:${port}`),
  );
  fc.assert(
    fc.property(text, (url) => {
      try {
        expect(checkUrl(policy, url)).toBeInstanceOf(URL);
      } catch (error) {
        expect(error).toBeInstanceOf(AppError);
      }
    }),
    { numRuns: 500 },
  );
});

test('every spelling of a loopback address is refused', () => {
  const spell = fc.tuple(fc.nat(0xffffff), fc.constantFrom('dec', 'hex', 'oct', 'mapped', 'nat64', 'sixToFour', 'short')).map(([low, form]) => {
    const value = 0x7f000000 + low;
    const hex = value.toString(16).padStart(8, '0');
    const pair = `${hex.slice(0, 4)}:${hex.slice(4)}`;
    const forms = {
      dec: `${value}`,
      hex: `0x${hex}`,
      oct: `0${value.toString(8)}`,
      mapped: `[::ffff:${pair}]`,
      nat64: `[64:ff9b::${pair}]`,
      sixToFour: `[2002:${pair}::5]`,
      short: `127.${low}`,
    };
    return `http://${forms[form as keyof typeof forms]}/`;
  });
  fc.assert(
    fc.property(spell, (url) => {
      expect(ruleOf(policyOf(), url)).toBe('loopback');
    }),
  );
});
