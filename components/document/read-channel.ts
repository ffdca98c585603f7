import { isRecord, type Schema, textOr } from '#components/docs/schema-words.ts';

export interface ShownMessage {
  name: string;
  title: string | null;
  summary: string | null;
  contentType: string | null;
  payload: unknown;
  headers: unknown;
  examples: { name: string | null; text: string }[];
}

interface ShownServer {
  name: string | null;
  address: string;
  protocol: string | null;
}

export interface ShownChannel {
  description: string | null;
  protocols: string[];
  servers: ShownServer[];
  parameters: { name: string; description: string | null }[];
  messages: ShownMessage[];
}

/** A list, or a map whose names become those of its values. */
function recordsOf(value: unknown): Schema[] {
  if (Array.isArray(value)) return value.filter(isRecord);
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, each]) => (isRecord(each) ? [{ name, ...each }] : []));
}

const shown = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value, null, 2));

function readExample(example: unknown): { name: string | null; text: string } {
  if (!isRecord(example) || (example.payload === undefined && example.headers === undefined)) return { name: null, text: shown(example) };
  const { payload, headers } = example;
  const text = headers === undefined || headers === null ? shown(payload) : shown({ headers, payload });
  return { name: textOr(example.summary) ?? textOr(example.name), text };
}

function readMessage(message: Schema, at: number): ShownMessage {
  const examples = Array.isArray(message.examples) ? message.examples : [];
  return {
    name: textOr(message.name) ?? `message ${at + 1}`,
    title: textOr(message.title),
    summary: textOr(message.summary) ?? textOr(message.description),
    contentType: textOr(message.contentType),
    payload: message.payload ?? undefined,
    headers: message.headers ?? undefined,
    examples: examples.map(readExample),
  };
}

function readServer(server: Schema): ShownServer[] {
  const address = textOr(server.url) ?? [textOr(server.host), textOr(server.pathname)].filter(Boolean).join('');
  return address ? [{ name: textOr(server.name), address, protocol: textOr(server.protocol) }] : [];
}

/** What the description of a channel holds, whatever it leaves out. */
export function readChannel(document: Schema): ShownChannel {
  const servers = recordsOf(document.servers).flatMap(readServer);
  const protocols = [textOr(document.protocol), ...servers.map(({ protocol }) => protocol)].filter((each) => each !== null);
  return {
    description: textOr(document.description) ?? textOr(document.summary),
    protocols: [...new Set(protocols)],
    servers,
    parameters: recordsOf(document.parameters).map((each) => ({ name: textOr(each.name) ?? '?', description: textOr(each.description) })),
    messages: recordsOf(document.messages).map(readMessage),
  };
}
