import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { connection } from 'next/server';
import type { ReactNode } from 'react';
import { foldedCookie } from '#components/shell/folded.ts';
import { Shell } from '#components/shell/shell.tsx';
import { readFeedHead } from '#lib/query/feed.ts';
import { findPageVisit } from './visit.ts';

export default async function DeskLayout({ children }: { children: ReactNode }) {
  await connection();
  const visit = await findPageVisit();
  if (!visit) redirect('/sign-in');
  const { db, actor } = visit;
  const [jar, afterId] = await Promise.all([cookies(), readFeedHead({ db, actor, nowMs: Date.now() })]);
  const { name, email, role, kind } = actor;
  return (
    <Shell viewer={{ name, email, role, kind }} folded={jar.get(foldedCookie)?.value === 'folded'} afterId={afterId}>
      {children}
    </Shell>
  );
}
