import type { Metadata } from 'next';
import { TokensList } from '#components/admin/tokens-list.tsx';
import { Account } from '#components/session/account.tsx';
import { PageHead } from '#components/ui/page-head.tsx';
import { findViewer } from '../viewer.ts';

export const metadata: Metadata = { title: 'Account' };

export default async function AccountPage() {
  const viewer = await findViewer();
  if (!viewer) return null;
  return (
    <>
      <PageHead title="Account" />
      <Account viewer={viewer} tokens={viewer.role === 'user' ? <TokensList myRole={viewer.role} /> : null} />
    </>
  );
}
