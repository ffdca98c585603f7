import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { connection } from 'next/server';
import { WallApp } from '#components/wall/wall-app.tsx';
import { readWallPage } from '#lib/http/wall-page.ts';

interface WallPageProps {
  params: Promise<{ wall: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: WallPageProps): Promise<Metadata> {
  return { title: `Wall ${(await params).wall}` };
}

export default async function WallPage({ params, searchParams }: WallPageProps) {
  await connection();
  const [{ wall }, { theme, sound }] = await Promise.all([params, searchParams]);
  const page = await readWallPage(wall);
  if (!page) notFound();
  return <WallApp name={wall} title={page.title} first={page.frame} scheme={theme === 'light' ? 'light' : 'dark'} wantsSound={sound === 'on'} />;
}
