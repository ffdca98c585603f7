import { readFile } from 'node:fs/promises';
import { CommandError } from '../fault.ts';
import { type Element, readXml } from './xml.ts';

/** One test of a suite, as whatever ran it tells. */
export interface TestCase {
  suite: string;
  className: string;
  name: string;
  file: string;
  state: 'passed' | 'failed' | 'skipped';
  /** Why it failed or was skipped. */
  message: string;
  /** The whole failure: what was expected, a stack trace. */
  text: string;
  durationMs: number;
}

export interface TestResults {
  cases: TestCase[];
  /** When the first suite began; null where none says. */
  startedAtMs: number | null;
  durationMs: number;
}

const mostBytes = 20_000_000;
const limits = { mostDepth: 40, mostElements: 200_000 };

const attribute = (element: Element, name: string) => element.attributes.get(name) ?? '';

/** `1.25`, and `1,234.5` as some write it. */
function readMs(element: Element): number {
  const seconds = Number(attribute(element, 'time').replaceAll(',', ''));
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0;
}

const firstLine = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '') ?? '';

/** What a test failed by comes first: some write several, and reruns that passed are no failures. */
function readState(element: Element): Pick<TestCase, 'state' | 'message' | 'text'> {
  const failures = element.children.filter(({ name }) => name === 'failure' || name === 'error');
  const [failure] = failures;
  if (failure) {
    const text = failures.map((one) => one.text.trim()).join('\n\n');
    return { state: 'failed', message: attribute(failure, 'message') || firstLine(text) || attribute(failure, 'type') || 'failed', text };
  }
  const skipped = element.children.find(({ name }) => name === 'skipped');
  if (!skipped) return { state: 'passed', message: '', text: '' };
  return { state: 'skipped', message: attribute(skipped, 'message') || firstLine(skipped.text), text: '' };
}

function readCase(element: Element, suite: string): TestCase {
  const [className, name, file] = [attribute(element, 'classname'), attribute(element, 'name'), attribute(element, 'file')];
  return { suite, className, name: name || className || 'unnamed', file, ...readState(element), durationMs: readMs(element) };
}

const sum = (timed: { durationMs: number }[]) => timed.reduce((total, { durationMs }) => total + durationMs, 0);

/** Suites stand in suites, as some runners write them. */
function readSuite(element: Element, parent: string): TestResults {
  const own = attribute(element, 'name');
  const name = [parent, own].filter(Boolean).join(' › ');
  const inner = element.children.filter((child) => child.name === 'testsuite').map((child) => readSuite(child, name));
  const cases = element.children.filter((child) => child.name === 'testcase').map((child) => readCase(child, name));
  const startedAtMs = Date.parse(attribute(element, 'timestamp'));
  const starts = [...(Number.isFinite(startedAtMs) ? [startedAtMs] : []), ...inner.flatMap((one) => one.startedAtMs ?? [])];
  const all = [...cases, ...inner.flatMap((one) => one.cases)];
  return { cases: all, startedAtMs: starts.length > 0 ? Math.min(...starts) : null, durationMs: readMs(element) || sum(cases) + sum(inner) };
}

/** What a text in the format of JUnit says, whichever runner wrote it. */
export function readJUnit(text: string): TestResults {
  const root = readXml(text, limits);
  if (root.name === 'testsuite') return readSuite(root, '');
  if (root.name !== 'testsuites') throw new CommandError(`It begins with <${root.name.slice(0, 40)}>, not with <testsuites> or <testsuite>.`);
  // The name of the whole is that of the runner: it tells tests apart no better.
  root.attributes.delete('name');
  return readSuite(root, '');
}

function decode(bytes: Buffer): string {
  const declared = /^(?:\xef\xbb\xbf)?<\?xml[^>]{0,100}encoding=["']([\w.:-]{1,40})["']/i.exec(bytes.subarray(0, 200).toString('latin1'))?.[1];
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    return new TextDecoder(isWide ? 'utf-16le' : (declared ?? 'utf-8'), { fatal: true }).decode(bytes);
  } catch {
    throw new CommandError(`It is not written in ${declared ?? 'UTF-8'}.`);
  }
}

/** The results in files of JUnit XML. */
export async function readResults(paths: string[]): Promise<TestResults> {
  const all = await Promise.all(
    paths.map(async (path) => {
      const bytes = await readFile(path).catch(() => {
        throw new CommandError(`There is no file ${path}.`);
      });
      if (bytes.length > mostBytes) throw new CommandError(`${path} is larger than ${mostBytes / 1e6} MB: give the files one by one.`);
      try {
        return readJUnit(decode(bytes));
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        throw new CommandError(`${path} is no JUnit XML: ${error.message}`);
      }
    }),
  );
  const starts = all.flatMap(({ startedAtMs }) => startedAtMs ?? []);
  return {
    cases: all.flatMap(({ cases }) => cases),
    startedAtMs: starts.length > 0 ? Math.min(...starts) : null,
    durationMs: sum(all),
  };
}
