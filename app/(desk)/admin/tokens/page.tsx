import type { Metadata } from 'next';
import { TokensList } from '#components/admin/tokens-list.tsx';

export const metadata: Metadata = { title: 'API tokens' };

export default function AdminTokensPage() {
  return <TokensList myRole="admin" />;
}
