import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { commands } from './command.ts';

const guides = ['docs/ci.md', 'packages/runner/README.md'];
const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

interface Block {
  language: string;
  text: string;
}

const blocksOf = (markdown: string): Block[] =>
  [...markdown.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({ language, text }));

/** Every text in a value, however deep. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(textsIn) : [];
}

/** The words of a shell line: as much of the shell as the guides use. */
function wordsOf(line: string): string[] {
  const words = line.matchAll(/'([^']*)'|"([^"]*)"|(&&|\|\||[|;&])|(#.*)|((?:[^\s'"#&|;]|(?<=\S)#)+)/g);
  return [...words].flatMap(([all, single, double, end, comment]) => (comment !== undefined ? [] : [single ?? double ?? end ?? all]));
}

const ends = new Set(['&&', '||', '|', ';', '&', 'then', 'do']);

/** Each call of the command in a script: its arguments. */
function callsIn(script: string): string[][] {
  const lines = script.replaceAll('\\\n', ' ').split('\n');
  return lines.flatMap((line) => {
    const words = wordsOf(line);
    const starts = words.flatMap((word, at) => (word === 'signalbox' && [undefined, 'npx', ...ends].includes(words[at - 1]) ? [at] : []));
    return starts.map((at) => {
      const rest = words.slice(at + 1);
      const end = rest.findIndex((word) => ends.has(word));
      return end < 0 ? rest : rest.slice(0, end);
    });
  });
}

function understand([name = '', ...args]: string[]) {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new Error(`There is no command ${name}.`);
  return parseArgs({ args, options: command.options, allowPositionals: true });
}

const scriptsIn = ({ language, text }: Block): string[] => {
  if (language === 'yaml') return textsIn(parse(text));
  return language === 'sh' ? [text] : [];
};

test('a script is read as a shell would', () => {
  expect(callsIn("npm start & npx signalbox load http://x --objective 'p99<=1s' && signalbox check a # so\necho signalbox x")).toEqual([
    ['load', 'http://x', '--objective', 'p99<=1s'],
    ['check', 'a'],
  ]);
  expect(callsIn('if true; then\n  signalbox diff a \\\n    "b c" --json\nfi')).toEqual([['diff', 'a', 'b c', '--json']]);
  expect(() => understand(['check', 'a', '--fast'])).toThrow('--fast');
  expect(() => understand(['fly'])).toThrow('There is no command fly');
});

test.each(guides)('%s: all YAML is YAML, and every call of the command is understood', (path) => {
  const blocks = blocksOf(read(path));
  const calls = blocks.flatMap(scriptsIn).flatMap(callsIn);
  expect(calls.length).toBeGreaterThan(8);
  for (const call of calls) expect(() => understand(call), call.join(' ')).not.toThrow();
  for (const call of calls) expect(understand(call).positionals.length, call.join(' ')).toBeGreaterThan(0);
});

test('the pipelines have the steps that their systems know', () => {
  const [github, gitlab] = blocksOf(read('docs/ci.md'))
    .filter(({ language }) => language === 'yaml')
    .map(({ text }) => parse(text));
  for (const job of Object.values(github.jobs as Record<string, { 'runs-on': string; steps: { run?: string; uses?: string }[] }>)) {
    expect(job['runs-on']).toEqual(expect.any(String));
    for (const { run, uses } of job.steps) expect([run, uses].filter((one) => typeof one === 'string')).toHaveLength(1);
  }
  const { stages, default: common, ...jobs } = gitlab;
  expect(common.image).toMatch(/^node:/);
  for (const { stage, script } of Object.values(jobs as Record<string, { stage: string; script: unknown[] }>)) {
    expect(stages).toContain(stage);
    expect(script.map((line) => typeof line)).toEqual(script.map(() => 'string'));
  }
});

test('what the guides say is done in CI is there: document, runs that are pushed, tests of others, the badge', () => {
  const guide = read('docs/ci.md');
  for (const block of blocksOf(guide).filter(({ language }) => language === 'yaml')) {
    const calls = scriptsIn(block).flatMap(callsIn);
    const pushed = calls.filter((call) => call.includes('--report-to')).map(([name]) => name);
    expect(pushed).toEqual(expect.arrayContaining(['contract', 'load']));
    expect(calls.map(([name]) => name)).toEqual(expect.arrayContaining(['upload', 'report']));
  }
  expect(guide).toMatch(/!\[Signalbox\]\(https:\S+\/badge\/orders\.svg/);
});
