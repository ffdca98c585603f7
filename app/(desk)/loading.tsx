import { SkeletonPage } from '#components/ui/skeletons.tsx';

export default function Loading() {
  return <SkeletonPage height={640} />;
}
