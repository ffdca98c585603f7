import { SkeletonPage } from '#components/ui/skeletons.tsx';

export default function ServiceLoading() {
  return <SkeletonPage height={720} />;
}
