import { problemStateOf } from '#lib/model/wall/problem.ts';
import type { WallFrame } from '#lib/model/wall.ts';
import type { QueryContext } from '../context.ts';
import { readWrong, type Wrong } from '../trouble.ts';

const mostProblems = 24;

/** Whether an incident is about a service that is shown: itself, an end of a breaker, or something that follows. */
function concerns({ head, follows }: Wrong['groups'][number], isShown: (service: string) => boolean): boolean {
  return [head, ...follows].some((one) =>
    one.kind === 'service' ? isShown(one.service) : isShown(one.caller) || (one.calleeKnown && isShown(one.callee)),
  );
}

/** The incidents of the fleet that concern the services of a wall, worst first. */
export async function readProblems(
  ctx: QueryContext,
  isShown: (service: string) => boolean,
): Promise<Pick<WallFrame, 'problems' | 'problemCounts' | 'problemsTotal' | 'followsTotal'>> {
  const { groups, rank } = await readWrong(ctx);
  const ours = groups.filter((group) => concerns(group, isShown));
  const problemCounts: WallFrame['problemCounts'] = {};
  for (const { head } of ours) {
    const state = problemStateOf(head);
    problemCounts[state] = (problemCounts[state] ?? 0) + 1;
  }
  return {
    problems: rank(ours, mostProblems).map(({ follows, ...incident }) => incident),
    problemCounts,
    problemsTotal: ours.length,
    followsTotal: ours.reduce((sum, { follows }) => sum + follows.length, 0),
  };
}
