import { listOperations } from '../document/list-operations.ts';
import { field, type Json } from '../document/tree.ts';

/**
 * Keys of the operations of which an OpenAPI document does not say whether they need credentials: neither they nor the document have `security`.
 * An empty list says that none are needed.
 */
export function listUnsaidAccess(document: Json): string[] {
  if (Array.isArray(field(document, 'security'))) return [];
  return listOperations(document)
    .filter(({ kind, operation }) => kind === 'operation' && !Array.isArray(field(operation, 'security')))
    .map(({ key }) => key);
}
