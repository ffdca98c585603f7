import { stat } from 'node:fs/promises';
import type { Server } from '../ask.ts';
import { readContract } from '../document/contract.ts';
import { readDocument } from '../document/read.ts';
import { CommandError } from '../fault.ts';
import { findByName } from './production.ts';

/** What is tested, and against what. */
export interface Target {
  baseUrl: string;
  /** Address, file or the document itself; undefined: where services usually serve it. */
  document: string | object | undefined;
}

interface Given {
  document: string | undefined;
  baseUrl: string | undefined;
}

const isAddress = (text: string) => /^https?:\/\//i.test(text);
const isDocumentName = (text: string) => /\.(json|ya?ml)$/i.test(text.split(/[?#]/)[0] ?? '');
const isFile = async (path: string) => (await stat(path).catch(() => null))?.isFile() ?? false;

function checkAddress(url: string): string {
  if (!URL.canParse(url) || !isAddress(url)) throw new CommandError(`${url} is no address. Write it as http://host:port.`);
  return url;
}

/** The service stands where the document's first server says. */
async function fromDocument(source: string): Promise<Target> {
  const document = await readDocument(source, isAddress(source) ? source : 'http://127.0.0.1');
  const [server] = readContract(document).servers;
  const base = isAddress(source) ? new URL(source).href : undefined;
  if (!server && base) return { baseUrl: new URL(base).origin, document: document as object };
  if (!server || !URL.canParse(server.url, base)) throw new CommandError('The document does not say where the service is. Give --base-url.');
  return { baseUrl: new URL(server.url, base).href, document: document as object };
}

async function fromCatalog(name: string, given: Given, server: Server | null): Promise<Target> {
  if (!server)
    throw new CommandError(
      `${name} is neither an address nor a file. To name a service of the catalog, say where Signalbox is: SIGNALBOX_URL or --url.`,
    );
  const { baseUrl, openapiPath } = await findByName(server, name);
  if (baseUrl === null) throw new CommandError(`Signalbox knows no address of ${name}. Give --base-url.`);
  const document = given.document ?? (openapiPath ? new URL(baseUrl.replace(/\/+$/, '') + openapiPath).href : undefined);
  return { baseUrl, document };
}

/** From what was typed: a base address, a document, or the name of a service of the catalog. */
export async function findTarget(argument: string, given: Given, server: Server | null): Promise<Target> {
  const isDocument = isAddress(argument) ? isDocumentName(argument) : await isFile(argument);
  if (given.baseUrl !== undefined) return { baseUrl: checkAddress(given.baseUrl), document: given.document ?? (isDocument ? argument : undefined) };
  if (isDocument) return fromDocument(argument);
  if (isAddress(argument)) return { baseUrl: checkAddress(argument), document: given.document };
  if (isDocumentName(argument) || /[/\\:]/.test(argument)) throw new CommandError(`There is no file ${argument}.`);
  return fromCatalog(argument, given, server);
}
