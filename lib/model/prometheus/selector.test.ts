import { describe, expect, test } from 'vitest';
import { formatSelector, namedSelector, parseSelector } from './selector.ts';

const parse = (text: string) => parseSelector(text).matchers;
const faultOf = (text: string) => parseSelector(text).fault;

describe('label matchers', () => {
  test.each([
    ['job="orders"', 'job="orders"'],
    [' { job = "orders" , namespace=~\'shop-.*\', } ', 'job="orders", namespace=~"shop-.*"'],
    ['"service.name"="orders"', '"service.name"="orders"'],
    ['job="a, b} or up{"', 'job="a, b} or up{"'],
    [String.raw`path="C:\\\"x\""`, String.raw`path="C:\\\"x\""`],
    ['job="x",env!="test"', 'job="x", env!="test"'],
  ])('%s is kept as %s', (typed, kept) => {
    expect(formatSelector(parse(typed) ?? [])).toBe(kept);
  });

  test.each([
    ['', 'at least one label'],
    ['{}', 'at least one label'],
    ['job=~".*"', 'at least one label'],
    ['env!="test"', 'at least one label'],
    ['job', 'behind job'],
    ['job=orders', 'in quotes'],
    ['job="orders" env="x"', 'comma'],
    ['job="orders"} or up{a="b"', 'comma'],
    ['sum(up)', 'behind sum'],
    ['__name__="up"', '__name__'],
    ['job="orders', 'in quotes'],
    [Array.from({ length: 21 }, (_, at) => `l${at}="x"`).join(','), 'more than 20'],
  ])('%s is refused with a sentence', (typed, words) => {
    expect(parse(typed)).toBeNull();
    expect(faultOf(typed)).toContain(words);
  });

  test('names become one regular expression that matches them alone', () => {
    const matchers = parse('job="orders"') ?? [];
    expect(namedSelector(matchers, ['up', 'http.server.duration'])).toBe(String.raw`{job="orders",__name__=~"up|http\\.server\\.duration"}`);
    expect(namedSelector(matchers, ['up'])).toBe('{job="orders",__name__="up"}');
  });
});
