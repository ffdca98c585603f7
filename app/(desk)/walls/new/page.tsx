import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { WallEditor } from '#components/wall/editor/wall-editor.tsx';
import { findPageVisit } from '../../visit.ts';

export const metadata: Metadata = { title: 'Make a wall' };

export default async function NewWallPage() {
  const visit = await findPageVisit();
  if (!visit) redirect('/sign-in?next=/walls/new');
  if (visit.actor.role === 'guest') redirect('/walls');
  return <WallEditor wall={null} />;
}
