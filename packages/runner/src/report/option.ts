import { randomUUID } from 'node:crypto';
import type { Server } from '../ask.ts';
import { CommandError } from '../fault.ts';
import { writeText } from '../files.ts';
import { readService, serverOf } from '../options.ts';
import type { World } from '../world.ts';
import { readCommit } from './commit.ts';
import { pushReport } from './push.ts';
import { type Commit, emptyOutcome, type RunFacts, type RunKind, type RunReport } from './report.ts';

/** The options of every command whose result Signalbox can keep. */
export const reportOptions = {
  'report-to': { type: 'string' },
  environment: { type: 'string' },
} as const;

export const reportUsage = `  --report-to <service>   keep the result in Signalbox (SIGNALBOX_URL, SIGNALBOX_TOKEN)
  --environment <name>    where it ran, such as staging; ci where CI is recognised`;

const longestEnvironment = 100;

interface Values {
  'report-to'?: string | undefined;
  environment?: string | undefined;
  junit?: string | undefined;
  url?: string | undefined;
}

export interface ReportWish {
  kind: RunKind;
  values: Values;
  /** What no text of the report may hold. */
  secrets?: (string | undefined)[];
  isQuiet?: boolean;
}

/** What came of a run, which has been told already. */
export interface Made {
  code: number;
  facts: RunFacts;
  /** JUnit XML. */
  junit?: string;
  startedAtMs?: number;
  durationMs?: number;
}

/** Takes what came of a run to where that was asked for. Resolves to the exit code of the command. */
export type Report = (made: Made) => Promise<number>;

function destinationOf(values: Values, world: World): { server: Server; service: string } {
  // `--token` is that of the service under test.
  const server = serverOf({ url: values.url }, world);
  if (!URL.canParse(server.url)) throw new CommandError(`${server.url} is no URL. Give the address of Signalbox with SIGNALBOX_URL.`);
  return { server, service: readService(values['report-to'] ?? '') };
}

function environmentOf({ environment }: Values, commit: Commit | null): string | null {
  if (environment && environment.length > longestEnvironment) throw new CommandError(`--environment takes at most ${longestEnvironment} characters.`);
  return environment || (commit ? 'ci' : null);
}

const secretsIn = ({ env }: World) => [env.SERVICE_TOKEN, env.SERVICE_API_KEY, env.SERVICE_BASIC, env.SIGNALBOX_TOKEN];

const addressOf = ({ url }: Server, service: string, id: string) => `${url.replace(/\/+$/, '')}/services/${service}?tab=validation&run=${id}`;

function openPush({ kind, values, secrets = [], isQuiet = false }: ReportWish, world: World): (made: Made) => Promise<void> {
  if (values['report-to'] === undefined) return async () => undefined;
  const { server, service } = destinationOf(values, world);
  const commit = readCommit(world.env);
  const environment = environmentOf(values, commit);
  const [id, openedAtMs] = [randomUUID(), Date.now()];
  return async ({ facts, startedAtMs = openedAtMs, durationMs = Date.now() - startedAtMs }) => {
    const nothing = { readOnly: false, seed: null, version: null, baseUrl: null, calls: null, operations: null, unproven: null, broken: null };
    const startedAt = new Date(startedAtMs).toISOString();
    const report: RunReport = { ...nothing, ...facts, id, kind, startedAt, durationMs, environment, commit };
    await pushReport(server, service, report, { secrets: [...secrets, ...secretsIn(world)], signal: world.signal });
    if (!isQuiet) world.complain(`Kept in Signalbox as a run of ${service}: ${addressOf(server, service, id)}`);
  };
}

/**
 * Reads where the result shall go, before the run: into a file of JUnit XML, to Signalbox. What fails there is said after the result,
 * and fails the command where nothing else has.
 */
export function openReport(wish: ReportWish, world: World): Report {
  const push = openPush(wish, world);
  return async (made) => {
    let { code } = made;
    const attempt = async (what: string, work: () => Promise<void>) => {
      try {
        await work();
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        world.complain(`${what}: ${error.message}`);
        code ||= 2;
      }
    };
    const { junit: path } = wish.values;
    const { junit: text } = made;
    if (path !== undefined && text !== undefined) await attempt('There is no JUnit XML', () => writeText(path, text));
    await attempt('Signalbox has not kept this result', () => push(made));
    return code;
  };
}

/** Makes a run, which tells its result itself, and takes that to where it was asked for: as broken where the run could not be made. */
export async function makeReported(report: Report, world: World, make: () => Promise<Made>): Promise<number> {
  let made: Made;
  try {
    made = await make();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    world.complain(error.message);
    made = { code: 2, facts: { summary: error.message, broken: error.message, findings: [], outcome: emptyOutcome } };
  }
  return report(made);
}
