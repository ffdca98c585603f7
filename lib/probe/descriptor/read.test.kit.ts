import type { Draft } from '#lib/model/descriptor/draft.ts';
import { readDescriptors } from './read.ts';

export const nothing = { entries: [], services: [] };

export const partOf = (name: string, text: string) => ({ name, contentType: '', bytes: new TextEncoder().encode(text) });
export const read = (files: Record<string, string>, known: Parameters<typeof readDescriptors>[0]['known'] = nothing) =>
  readDescriptors({ parts: Object.entries(files).map(([name, text]) => partOf(name, text)), known });
export const draftOf = ({ drafts }: { drafts: Draft[] }, name: string) => drafts.find((draft) => draft.name === name);
export const linksOf = (draft: Draft | undefined) => draft?.links?.items.map(({ kind, url }) => `${kind} ${url}`) ?? [];
export const callsOf = (draft: Draft | undefined) => draft?.dependencies?.items.map(({ service, kind }) => `${service} ${kind}`).sort() ?? [];
