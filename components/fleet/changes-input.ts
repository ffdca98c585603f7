import { type ChangeTopic, changeTopicNames } from '#lib/model/change-topic.ts';

const atOnce = 40;

/** What the URL of the fleet page says. */
export interface ChangesState {
  about: ChangeTopic | null;
}

export const changesForm = {
  parse: (search: URLSearchParams): ChangesState => ({ about: changeTopicNames.find((topic) => topic === search.get('changes')) ?? null }),
  write: ({ about }: ChangesState, search: URLSearchParams): void => {
    if (about === null) search.delete('changes');
    else search.set('changes', about);
  },
};

interface Page {
  changes: { id: number }[];
}

/** How the fleet page asks for changes, a page at a time; the server asks the same ahead. */
export const changesPages = ({ about }: ChangesState) => ({
  input: (before: number | undefined) => ({ limit: atOnce, about: about ?? undefined, before }),
  initialPageParam: undefined as number | undefined,
  getNextPageParam: ({ changes }: Page) => (changes.length >= atOnce ? changes.at(-1)?.id : undefined),
});

export const handoverInput = { hours: 8 };
