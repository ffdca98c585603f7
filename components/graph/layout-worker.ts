import type { Cell, LayoutNode } from '#lib/model/graph/layout.ts';
import { placeGraph } from '#lib/model/graph/place.ts';
import type { Arc } from '#lib/model/graph/walk.ts';

export interface PlaceRequest {
  key: string;
  nodes: LayoutNode[];
  edges: Arc[];
  /** What has a place; empty: all is laid out anew. */
  held: Map<string, Cell>;
}

export interface PlaceAnswer {
  key: string;
  cells: Map<string, Cell>;
}

addEventListener('message', ({ data }: MessageEvent<PlaceRequest>) => {
  postMessage({ key: data.key, cells: placeGraph(data.nodes, data.edges, data.held) } satisfies PlaceAnswer);
});
