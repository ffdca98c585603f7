import type { Metadata } from 'next';
import { ServicesAdmin } from '#components/admin/services-admin.tsx';

export const metadata: Metadata = { title: 'Admin' };

export default function AdminServicesPage() {
  return <ServicesAdmin />;
}
