import type { Metadata } from 'next';
import { ImportPage } from '#components/import/import-page.tsx';

export const metadata: Metadata = { title: 'Import and export' };

export default function AdminImportsPage() {
  return <ImportPage />;
}
