import { confirmEdges, forgetSeenEdges, recallEdges, withdrawEdges } from '#lib/command/graph.ts';
import { layOutGraph, placeNodes } from '#lib/command/place.ts';
import { readGraph } from '#lib/query/graph.ts';
import { readPlaces } from '#lib/query/place.ts';
import { readReview } from '#lib/query/review.ts';
import { os } from './authorise.ts';
import { asked } from './context.ts';

export const graph = {
  read: os.graph.read.handler(({ context, input }) => readGraph(asked(context), input)),
  review: os.graph.review.handler(({ context, input }) => readReview(asked(context), input)),
  confirm: os.graph.confirm.handler(({ context, input }) => confirmEdges(asked(context), input.edges)),
  withdraw: os.graph.withdraw.handler(({ context, input }) => withdrawEdges(asked(context), input.edges)),
  forget: os.graph.forget.handler(({ context, input }) => forgetSeenEdges(asked(context), input.edges, input.days)),
  recall: os.graph.recall.handler(({ context, input }) => recallEdges(asked(context), input.edges)),
  places: os.graph.places.handler(({ context, input }) => readPlaces(asked(context), input.view)),
  place: os.graph.place.handler(({ context, input }) => placeNodes(asked(context), input)),
  layOut: os.graph.layOut.handler(({ context, input }) => layOutGraph(asked(context), input)),
};
