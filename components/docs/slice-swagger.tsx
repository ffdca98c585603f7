'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import SwaggerUI from 'swagger-ui-react';
import { PlainPath } from './desk-layout.tsx';
import { NamedSelect } from './named-select.tsx';
import { PlainCode } from './plain-code.tsx';
import { SchemaTree } from './schema-tree.tsx';
import { type Shown, ShownContext, SliceLayout } from './slice-layout.tsx';
import './swagger.css';
import './swagger-theme.css';
import './swagger-detail.css';
import './slice.css';

/** A request as the library is about to send it. */
export interface Outgoing {
  url: string;
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
}

/** Sends a request in the library's place. */
export type Send = (request: Outgoing) => Promise<Response>;

const nothing = () => null;

/** The library's two kinds of schema views, one for each version, look like neither this page nor each other. */
function PlainSchema({ schema }: { schema?: { toJS: () => unknown } }) {
  return schema ? <SchemaTree root={{}} schema={schema.toJS()} label="Schema" /> : null;
}

/** The slice is resolved before the library sees it, and its head is the page's own. */
const desk = {
  components: { SliceLayout },
  wrapComponents: {
    SyntaxHighlighter: () => PlainCode,
    DeepLink: () => PlainPath,
    Select: () => NamedSelect,
    ModelWrapper: () => PlainSchema,
    OperationSummary: () => nothing,
    OperationServers: () => nothing,
    schemes: () => nothing,
  },
  statePlugins: { spec: { wrapActions: { requestResolvedSubtree: () => () => ({ type: 'resolved already' }) } } },
};
const plugins = [desk];

interface SliceSwaggerProps extends Shown {
  send: Send;
}

/** One operation, drawn by swagger-ui. Stays mounted while one goes from operation to operation. */
export function SliceSwagger({ slice, mayTry, onShown, send }: SliceSwaggerProps) {
  const latest = useRef(send);
  useEffect(() => {
    latest.current = send;
  }, [send]);
  // The library keeps what it was first given.
  const [intercept] = useState(() => (request: Record<string, unknown>) => ({
    ...request,
    userFetch: (_url: string, asked: Outgoing) => latest.current(asked),
  }));
  const shown = useMemo(() => ({ slice, mayTry, onShown }), [slice, mayTry, onShown]);
  return (
    <div className="sb-docs sb-slice">
      <ShownContext value={shown}>
        <SwaggerUI
          layout="SliceLayout"
          plugins={plugins}
          docExpansion="full"
          defaultModelsExpandDepth={-1}
          defaultModelExpandDepth={2}
          displayRequestDuration
          requestInterceptor={intercept}
        />
      </ShownContext>
    </div>
  );
}
