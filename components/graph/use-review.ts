'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { tellUndoable } from '#components/ui/undo-toast.tsx';
import { orpc } from '#lib/client/client.ts';
import { readQueryKey } from '#lib/client/query-key.ts';
import type { EdgeRef, ForgottenEdge, GraphEdge } from '#lib/model/graph.ts';

const holders = new Set(['graph.read', 'graph.review', 'service.dependencies', 'service.read']);
const dayMs = 86_400_000;
const refOf = ({ from, to, kind }: EdgeRef): EdgeRef => ({ from, to, kind });
const nameOf = (id: string) => id.slice(id.indexOf(':') + 1);

const wordsOf = (edges: readonly EdgeRef[]) =>
  edges.length === 1 && edges[0] ? `${nameOf(edges[0].from)} → ${nameOf(edges[0].to)}` : `${edges.length} edges`;

const areWords = (edges: readonly EdgeRef[]) => `${wordsOf(edges)} ${edges.length === 1 ? 'is' : 'are'}`;

/** What owners do with edges; each act can be undone from its toast. */
export function useReview() {
  const queryClient = useQueryClient();
  const onSuccess = () => queryClient.invalidateQueries({ predicate: ({ queryKey }) => holders.has(readQueryKey(queryKey)?.operation ?? '') });
  const confirm = useMutation(orpc.graph.confirm.mutationOptions({ onSuccess }));
  const withdraw = useMutation(orpc.graph.withdraw.mutationOptions({ onSuccess }));
  const forget = useMutation(orpc.graph.forget.mutationOptions({ onSuccess }));
  const recall = useMutation(orpc.graph.recall.mutationOptions({ onSuccess }));
  const all = [confirm, withdraw, forget, recall];
  return {
    isBusy: all.some(({ isPending }) => isPending),
    error: all.find(({ error }) => error !== null)?.error ?? null,
    confirm: async (edges: readonly EdgeRef[]) => {
      await confirm.mutateAsync({ edges: edges.map(refOf) });
      tellUndoable(`${areWords(edges)} declared now.`, () => withdraw.mutate({ edges: edges.map(refOf) }));
    },
    withdraw: async (edges: readonly GraphEdge[]) => {
      await withdraw.mutateAsync({ edges: edges.map(refOf) });
      const back = edges.map((edge) => ({ ...refOf(edge), critical: edge.critical ?? true }));
      tellUndoable(`${areWords(edges)} no longer declared.`, () => confirm.mutate({ edges: back }));
    },
    forget: async (edges: readonly EdgeRef[], days: number | null) => {
      await forget.mutateAsync({ edges: edges.map(refOf), days });
      const how = days === null ? 'for good' : `until a call is seen after ${days} days`;
      tellUndoable(`${areWords(edges)} forgotten ${how}.`, () => recall.mutate({ edges: edges.map(refOf) }));
    },
    recall: async (edge: ForgottenEdge) => {
      const { until } = edge;
      await recall.mutateAsync({ edges: [refOf(edge)] });
      const days = until === null ? null : Math.max(1, Math.ceil((Date.parse(until) - Date.now()) / dayMs));
      tellUndoable(`${areWords([edge])} shown again.`, () => forget.mutate({ edges: [refOf(edge)], days }));
    },
  };
}

export type Review = ReturnType<typeof useReview>;
