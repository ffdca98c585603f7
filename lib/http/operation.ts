import type { AnyContractProcedure } from '@orpc/contract';
import { traverseContractProcedures } from '@orpc/server';
import type { Meta } from '#lib/api/base.ts';
import { contract } from '#lib/api/contract.ts';
import type { Access } from '#lib/model/role.ts';

export interface Operation {
  /** Address in the contract, such as `service.list`. */
  id: string;
  method: string;
  /** Such as `/services/{name}`. */
  template: string;
  access: Access | undefined;
  upload: Meta['upload'];
  answers: Meta['answers'];
}

/** Every operation of the contract. */
export const operations: Operation[] = [];

traverseContractProcedures({ router: contract, path: [] }, ({ contract: procedure, path }) => {
  const { route, meta } = (procedure as AnyContractProcedure)['~orpc'];
  const { access, upload, answers } = meta as Partial<Meta>;
  operations.push({ id: path.join('.'), method: route.method ?? 'POST', template: route.path ?? '', access, upload, answers });
});

const patterns = [...new Set(operations.map(({ template }) => template))].map((template) => ({
  pattern: new RegExp(`^${template.replace(/\{\w+\}/g, '([^/]+)')}$`),
  names: [...template.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string),
  operations: operations.filter((operation) => operation.template === template),
}));

export interface Place {
  operations: Operation[];
  /** What the path says, such as the name of a service. */
  params: Record<string, string>;
}

/** The operations at a path below /api/v1; null where there is nothing. */
export function findPlace(path: string): Place | null {
  const plain = `/${path.replace(/^\/+|\/+$/g, '')}`;
  for (const { pattern, names, operations: here } of patterns) {
    const match = pattern.exec(plain);
    if (match) return { operations: here, params: Object.fromEntries(names.map((name, at) => [name, decode(match[at + 1] ?? '')])) };
  }
  return null;
}

/** The operation at a path below /api/rpc, such as `/service/list`. */
export function findProcedure(path: string): Operation | null {
  const id = path.replace(/^\/+|\/+$/g, '').replaceAll('/', '.');
  return operations.find((operation) => operation.id === id) ?? null;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
