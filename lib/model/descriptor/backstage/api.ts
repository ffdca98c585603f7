import { field, isTree, textOf } from '../../document/tree.ts';
import type { Entry } from '../entry.ts';
import type { Gathering } from '../gathering.ts';
import { specOf } from './entity.ts';

interface Definition {
  fileName: string;
  text: string;
}

const pointers = ['$text', '$yaml', '$json', '$openapi', '$asyncapi'];

/** The text of an API's definition, as it stands there or in a file of the upload. */
export function readDefinition(gathering: Gathering, entry: Entry): Definition | null {
  const definition = specOf(entry).definition;
  if (typeof definition === 'string' && definition.trim() !== '') return { fileName: `${entry.name}.yaml`, text: definition };
  const at = 'spec/definition';
  const path = pointers.map((name) => textOf(field(definition, name), 2000)).find((text) => text !== null);
  if (path !== undefined && path !== null) {
    const found = gathering.file(entry, path);
    if (!found)
      gathering.note(
        entry,
        at,
        /^[a-z]+:\/\//i.test(path)
          ? `the definition at ${path} is elsewhere: other servers are never asked, put the file into the upload`
          : `the definition ${path} is not in the upload: add the file`,
      );
    return found && { fileName: found.path, text: found.text };
  }
  if (isTree(definition) && Object.keys(definition).length > 0) return { fileName: `${entry.name}.json`, text: JSON.stringify(definition) };
  gathering.note(entry, at, 'has no definition: it stays without a document');
  return null;
}
