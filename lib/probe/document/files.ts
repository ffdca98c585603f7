import { posix } from 'node:path';
import { AppError } from '#lib/errors.ts';
import { refsIn } from '#lib/model/document/rewrite.ts';
import { rootKind } from '#lib/model/document/shape.ts';
import type { Json } from '#lib/model/document/tree.ts';
import { decodeText } from './decode.ts';
import { type Remark, unusable } from './fault.ts';
import { parseText } from './parse.ts';
import type { Parsed } from './parsed.ts';
import { isApiDocument, refuseOtherTexts, refuseOtherValues } from './recognise.ts';
import { cleanName, type Part } from './unpack.ts';

export interface OpenFile extends Parsed {
  name: string;
  text: string;
}

/** The name of the file that a reference leads to, from the file that it stands in. Null when it leads out of the upload. */
export function fileOfRef(from: string, path: string): string | null {
  let decoded = path;
  try {
    decoded = decodeURIComponent(path);
  } catch {}
  return cleanName(posix.join(posix.dirname(from), decoded.replaceAll('\\', '/')));
}

/** `https:`, `//host`, `/absolute` and the like: what is not part of the upload and is never fetched. */
export function isRemote(path: string): boolean {
  return /^(?:[a-z][a-z\d+.-]*:|\/|\\)/i.test(path);
}

const marker = /(?:^|[\s{,"'])(?:openapi|swagger|asyncapi)["']?\s*:/;
const usualName = /(?:^|\/)(?:openapi|swagger|asyncapi|api|index|root|main)[^/]*\.(?:ya?ml|json)$/i;

/** The files of one upload, each read when it is first needed. */
export class Files {
  private readonly parts: Map<string, Part>;
  private readonly opened = new Map<string, OpenFile>();
  readonly remarks: Remark[] = [];

  constructor(parts: Part[]) {
    this.parts = new Map(parts.map((part) => [part.name, part]));
  }

  has(name: string): boolean {
    return this.parts.has(name);
  }

  /** Throws with a sentence when the file cannot be read. */
  open(name: string): OpenFile {
    const known = this.opened.get(name);
    if (known) return known;
    const part = this.parts.get(name);
    if (!part) throw unusable('document.file.missing', `The upload holds no file ${name}.`, 'Send it along.');
    const { text, remarks } = decodeText(part.bytes);
    if (this.parts.size === 1) refuseOtherTexts(text);
    const parsed = parseText(text, isApiDocument);
    const file = { ...parsed, name, text, remarks: [...remarks, ...parsed.remarks] };
    this.opened.set(name, file);
    return file;
  }

  /** The API document that the others belong to. */
  findRoot(): OpenFile {
    if (this.parts.size === 1) {
      const only = this.open([...this.parts.keys()][0] as string);
      refuseOtherValues(only.value);
      return only;
    }
    const candidates = this.readCandidates();
    const referenced = new Set(candidates.flatMap((file) => filesNamedBy(file)));
    const free = candidates.filter(({ name }) => !referenced.has(name));
    const [root, ...rest] = (free.length > 0 ? free : candidates).toSorted(byRank);
    if (!root) throw this.explainNoRoot();
    if (rest.length > 0)
      this.remarks.push({
        id: 'document.upload.several',
        severity: 'warning',
        pointer: '',
        message: `The upload holds ${rest.length + 1} API documents; ${root.name} was read, not ${rest
          .slice(0, 3)
          .map(({ name }) => name)
          .join(', ')}${rest.length > 3 ? ' and others' : ''}.`,
        help: 'Upload each API document by itself, with the files that it refers to.',
      });
    return root;
  }

  private readCandidates(): OpenFile[] {
    const found: OpenFile[] = [];
    let fault: unknown;
    for (const part of this.parts.values()) {
      const { text } = decodeText(part.bytes);
      if (!marker.test(text)) continue;
      try {
        const file = this.open(part.name);
        if (isApiDocument(file.value)) found.push(file);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        fault ??= new AppError(error.code, `${part.name}: ${error.message}`, error.details ? { details: error.details } : {});
      }
    }
    if (found.length === 0 && fault) throw fault;
    return found;
  }

  private explainNoRoot(): AppError {
    const names = [...this.parts.keys()].slice(0, 5).join(', ');
    const message = `None of the ${this.parts.size} files of the upload is an API document (${names}${this.parts.size > 5 ? ', …' : ''}).`;
    return unusable('document.upload.root', message, 'One file must begin with openapi, swagger or asyncapi and its version.');
  }
}

function filesNamedBy({ name, value }: OpenFile): string[] {
  const names: string[] = [];
  for (const { ref } of refsIn(rootKind(value), value as Json)) {
    const path = ref.split('#')[0] ?? '';
    if (path === '' || isRemote(path)) continue;
    const target = fileOfRef(name, path);
    if (target !== null && target !== name) names.push(target);
  }
  return names;
}

const rankOf = ({ name }: OpenFile) => (usualName.test(name) ? 0 : 1) * 100 + name.split('/').length;
const byRank = (a: OpenFile, b: OpenFile) => rankOf(a) - rankOf(b) || (a.name < b.name ? -1 : 1);
