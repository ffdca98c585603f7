import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { AuthCard } from '#components/session/auth-card.tsx';
import { nextPath } from '#components/session/next-path.ts';
import { SignInForm } from '#components/session/sign-in-form.tsx';
import { admit } from '#lib/auth/actor.ts';
import { isSetUpOpen } from '#lib/command/first-run.ts';
import { env } from '#lib/env.ts';

export const metadata: Metadata = { title: 'Sign in' };

interface SignInPageProps {
  searchParams: Promise<{ next?: string | string[]; callbackUrl?: string | string[]; error?: string | string[] }>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { next: asked, error } = await searchParams;
  const next = nextPath(asked);
  const { db, admission } = await admit(await headers(), Date.now());
  if (admission) redirect(next as '/');
  if (await isSetUpOpen(db)) return <SetUpFirst />;
  return (
    <AuthCard title="Sign in">
      <SignInForm
        next={next}
        error={typeof error === 'string' ? error : null}
        issuer={env().SIGNALBOX_OIDC_ISSUER ? env().SIGNALBOX_OIDC_NAME : null}
      />
    </AuthCard>
  );
}

function SetUpFirst() {
  return (
    <AuthCard
      title="Nobody can sign in yet"
      text={
        <>
          Signalbox printed a one-time set-up link when it started: look for <code>/setup?secret=</code> in its terminal or log and open it.
        </>
      }
    />
  );
}
