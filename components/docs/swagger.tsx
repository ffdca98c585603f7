'use client';

import SwaggerUI from 'swagger-ui-react';
import { dereferenceAt, type JsonObject } from './dereference.ts';
import { DeskLayout, PlainPath } from './desk-layout.tsx';
import { NamedSelect } from './named-select.tsx';
import { PlainCode } from './plain-code.tsx';
import './swagger.css';
import './swagger-theme.css';
import './swagger-detail.css';

const sameOrigin = (request: Record<string, unknown>) => ({ ...request, credentials: 'same-origin' });

/** The library's highlighter writes its colours inline and knows one ground only. */
const desk = {
  fn: { resolveSubtree: async (document: JsonObject, path: string[]) => ({ spec: dereferenceAt(document, path), errors: [] }) },
  components: { DeskLayout },
  wrapComponents: { SyntaxHighlighter: () => PlainCode, DeepLink: () => PlainPath, Select: () => NamedSelect },
};

export function Swagger({ url }: { url: string }) {
  return (
    <div className="sb-docs">
      <SwaggerUI
        url={url}
        layout="DeskLayout"
        plugins={[desk]}
        deepLinking
        docExpansion="list"
        defaultModelsExpandDepth={0}
        defaultModelExpandDepth={3}
        displayRequestDuration
        filter
        tryItOutEnabled
        withCredentials
        requestInterceptor={sameOrigin}
      />
    </div>
  );
}
