import type { Metadata } from 'next';
import { SourcesAdmin } from '#components/source/sources-admin.tsx';

export const metadata: Metadata = { title: 'Metrics sources' };

export default function AdminSourcesPage() {
  return <SourcesAdmin />;
}
