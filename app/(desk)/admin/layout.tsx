import Link from 'next/link';
import type { ReactNode } from 'react';
import { AdminNav } from '#components/admin/admin-nav.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { PageHead } from '#components/ui/page-head.tsx';
import { findViewer } from '../viewer.ts';

export default async function AdminLayout({ children }: { children: ReactNode }) {
  const viewer = await findViewer();
  if (viewer?.role !== 'admin') return <OnlyAdmins />;
  return (
    <>
      <PageHead title="Admin" />
      <AdminNav />
      {children}
    </>
  );
}

function OnlyAdmins() {
  return (
    <>
      <PageHead title="Admin" />
      <Empty
        title="Only admins come in here"
        text="Services, users, API tokens and the audit are theirs. Your own password and tokens are under your account."
        action={
          <Link className="sb-button" href="/account">
            My account
          </Link>
        }
      />
    </>
  );
}
