import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { WallEditor } from '#components/wall/editor/wall-editor.tsx';
import { AppError } from '#lib/errors.ts';
import { readWall } from '#lib/query/wall.ts';
import { findPageVisit } from '../../visit.ts';

export async function generateMetadata({ params }: { params: Promise<{ wall: string }> }): Promise<Metadata> {
  return { title: `Wall ${(await params).wall}` };
}

export default async function EditWallPage({ params }: { params: Promise<{ wall: string }> }) {
  const visit = await findPageVisit();
  const { wall: name } = await params;
  if (!visit) redirect('/sign-in?next=/walls');
  if (visit.actor.role === 'guest') redirect('/walls');
  const wall = await readWall({ ...visit, nowMs: Date.now() }, name).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  });
  if (!wall) notFound();
  return <WallEditor wall={wall} />;
}
