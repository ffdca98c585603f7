import { isIPv4, isIPv6 } from 'node:net';
import type { Random } from '../random.ts';

const daysOf = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate();

function isDate(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return false;
  return month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month);
}

function isTime(text: string): boolean {
  const parts = /^(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:z|[+-]\d\d(?::?\d\d)?)?$/i.exec(text);
  return parts !== null && Number(parts[1]) < 24 && Number(parts[2]) < 60 && Number(parts[3]) <= 60;
}

function isDateTime(text: string): boolean {
  const [date = '', time = '', ...more] = text.split(/t|\s/i);
  return more.length === 0 && isDate(date) && isTime(time) && /(z|[+-]\d\d(:?\d\d)?)$/i.test(time);
}

const email =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i;
const hostname = /^(?=.{1,253}\.?$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*\.?$/i;
const duration = /^P(?!$)((\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?|(\d+W)?)$/;

const checks: Record<string, (text: string) => boolean> = {
  date: isDate,
  time: isTime,
  'date-time': isDateTime,
  duration: (text) => duration.test(text),
  email: (text) => email.test(text),
  hostname: (text) => hostname.test(text),
  ipv4: isIPv4,
  ipv6: isIPv6,
  uuid: (text) => /^(?:urn:uuid:)?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text),
  uri: (text) => /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i.test(text),
  byte: (text) => /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text.replace(/\s/g, '')),
};

/** Whether a text has a format; one that is not known asks for nothing. */
export const hasFormat = (format: string, text: string): boolean => !Object.hasOwn(checks, format) || (checks[format]?.(text) ?? true);

/** Texts that no reading of the format lets through. */
export const brokenFormats: Record<string, string> = {
  date: 'not-a-date',
  'date-time': 'not-a-date',
  email: 'not-an-email',
  ipv4: '999.1.1',
  ipv6: 'not:an:address',
  uuid: 'not-a-uuid',
};

const letters = 'abcdefghijklmnopqrstuvwxyz';
const hex = '0123456789abcdef';
const textOf = (random: Random, alphabet: string, length: number) =>
  Array.from({ length }, () => alphabet[random.whole(0, alphabet.length - 1)]).join('');

/** A short word that hardly comes twice. */
export const wordOf = (random: Random, length = 8) => textOf(random, letters, length);

/** From 2020 on; the past, as most dates are. */
const momentOf = (random: Random) => new Date(Date.UTC(2020, 0, 1) + random.whole(0, 5 * 365 * 86_400) * 1000).toISOString();

function uuidOf(random: Random): string {
  const digits = (length: number) => textOf(random, hex, length);
  return `${digits(8)}-${digits(4)}-4${digits(3)}-${'89ab'[random.whole(0, 3)]}${digits(3)}-${digits(12)}`;
}

const samples: Record<string, (random: Random) => string> = {
  date: (random) => momentOf(random).slice(0, 10),
  time: (random) => momentOf(random).slice(11),
  'date-time': momentOf,
  duration: (random) => `PT${random.whole(1, 90)}M`,
  email: (random) => `${wordOf(random, 10)}@example.com`,
  'idn-email': (random) => `${wordOf(random, 10)}@example.com`,
  hostname: (random) => `${wordOf(random)}.example.com`,
  'idn-hostname': (random) => `${wordOf(random)}.example.com`,
  ipv4: (random) => `192.0.2.${random.whole(1, 254)}`,
  ipv6: (random) => `2001:db8::${textOf(random, '123456789abcdef', 4)}`,
  uuid: uuidOf,
  uri: (random) => `https://example.com/${wordOf(random)}`,
  url: (random) => `https://example.com/${wordOf(random)}`,
  iri: (random) => `https://example.com/${wordOf(random)}`,
  'uri-reference': (random) => `/${wordOf(random)}`,
  'iri-reference': (random) => `/${wordOf(random)}`,
  'uri-template': (random) => `/${wordOf(random)}/{id}`,
  'json-pointer': (random) => `/${wordOf(random)}`,
  'relative-json-pointer': () => '1/a',
  regex: () => '^a$',
  byte: (random) => Buffer.from(wordOf(random)).toString('base64'),
  base64: (random) => Buffer.from(wordOf(random)).toString('base64'),
};

/** A text of a format, or undefined where the format is not known. */
export const sampleFormat = (format: string, random: Random): string | undefined =>
  Object.hasOwn(samples, format) ? samples[format]?.(random) : undefined;
