import { PageHead } from '#components/ui/page-head.tsx';
import { SkeletonRows, SkeletonText } from '#components/ui/skeletons.tsx';

export default function ApisLoading() {
  return (
    <div aria-busy="true">
      <PageHead title="APIs" />
      <SkeletonText width={280} height={32} />
      <SkeletonRows rows={20} />
    </div>
  );
}
