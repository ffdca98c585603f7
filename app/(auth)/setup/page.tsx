import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { AuthCard } from '#components/session/auth-card.tsx';
import { SetUpForm } from '#components/session/set-up-form.tsx';
import { admit } from '#lib/auth/actor.ts';
import { isSetUpOpen } from '#lib/command/first-run.ts';

export const metadata: Metadata = { title: 'Set up', referrer: 'no-referrer' };

export default async function SetUpPage({ searchParams }: { searchParams: Promise<{ secret?: string | string[] }> }) {
  const { secret } = await searchParams;
  const { db } = await admit(await headers(), Date.now());
  if (!(await isSetUpOpen(db))) return <AlreadyDone />;
  if (typeof secret !== 'string' || secret === '') return <LinkIncomplete />;
  return (
    <AuthCard title="Set up Signalbox" text="You become its first admin. Others are added later.">
      <SetUpForm secret={secret} />
    </AuthCard>
  );
}

function AlreadyDone() {
  return (
    <AuthCard title="This link is used" text="Signalbox has an admin already. Sign in, or ask an admin to add you.">
      <a className="sb-button sb-button-primary" href="/sign-in">
        Sign in
      </a>
    </AuthCard>
  );
}

function LinkIncomplete() {
  return (
    <AuthCard
      title="This link is incomplete"
      text={
        <>
          Open the whole set-up link that Signalbox printed when it started; it ends in <code>/setup?secret=…</code>. Every start prints a new one
          until somebody has used it.
        </>
      }
    />
  );
}
