import type { Metadata } from 'next';
import { AuditList } from '#components/admin/audit-list.tsx';

export const metadata: Metadata = { title: 'Audit' };

export default function AdminAuditPage() {
  return <AuditList />;
}
