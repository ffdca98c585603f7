import type { Metadata } from 'next';
import { ApiDocs } from '#components/docs/api-docs.tsx';
import { PageHead } from '#components/ui/page-head.tsx';

export const metadata: Metadata = { title: 'API' };

const document = '/api/openapi.json';

export default function DocsPage() {
  return (
    <>
      <PageHead
        title="API"
        meta="Everything that these pages show and do."
        actions={
          <a className="sb-button" href={document} target="_blank" rel="noreferrer">
            OpenAPI document
          </a>
        }
      />
      <ApiDocs url={document} />
    </>
  );
}
