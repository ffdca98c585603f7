'use client';

import type { ReactNode } from 'react';
import SwaggerUI from 'swagger-ui-react';
import { DeskLayout, PlainPath } from './desk-layout.tsx';
import { NamedSelect } from './named-select.tsx';
import './swagger.css';
import './swagger-theme.css';
import './swagger-detail.css';

const sameOrigin = (request: Record<string, unknown>) => ({ ...request, credentials: 'same-origin' });

const mostLines = 24;

/** A field scrolls, can be reached with the keyboard and selected as a whole. */
function PlainCode({ children }: { children: ReactNode }) {
  const text = String(children ?? '');
  return (
    <textarea className="sb-code" readOnly spellCheck={false} aria-label="Code" rows={Math.min(mostLines, text.split('\n').length)} value={text} />
  );
}

/** The library's highlighter writes its colours inline and knows one ground only. */
const desk = {
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
