'use client';

import type { ReactNode } from 'react';
import SwaggerUI from 'swagger-ui-react';
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

/** Code in the ink of the page: the highlighter's colours are inline and know one ground only. */
const plainCode = { wrapComponents: { SyntaxHighlighter: () => PlainCode } };

export function Swagger({ url }: { url: string }) {
  return (
    <div className="sb-docs">
      <SwaggerUI
        url={url}
        layout="BaseLayout"
        plugins={[plainCode]}
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
