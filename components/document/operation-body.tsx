'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { OperationDocs } from '#components/docs/operation-docs.tsx';
import type { Outgoing } from '#components/docs/slice-swagger.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { formatCount } from '#components/ui/format.ts';
import { SkeletonBlock } from '#components/ui/skeletons.tsx';
import { client, orpc } from '#lib/client/client.ts';
import { toFault } from '#lib/client/fault.ts';
import type { OperationEntry } from '#lib/model/document.ts';
import type { Service } from '#lib/model/service.ts';
import { Channel } from './channel.tsx';
import { type DocumentState, firstDepth, sliceInput } from './document-state.ts';
import type { DocumentRights, LiveOutput, SliceOutput } from './outputs.ts';
import classes from './pane.module.css';
import { Samples } from './samples.tsx';
import { type Attempt, findHindrance, TryNote } from './try-note.tsx';
import { tryThrough, unpackAnswer } from './try-service.ts';

const deeper = 2;
const deepest = 12;

interface OperationBodyProps {
  service: Service;
  may: DocumentRights;
  state: DocumentState;
  entry: OperationEntry;
  live: LiveOutput | null;
}

/** The slice of the document that is open; another depth of the same operation takes its place only once it is here. */
function useSlice({ service, state, entry }: Pick<OperationBodyProps, 'service' | 'state' | 'entry'>) {
  const [asked, setAsked] = useState({ key: entry.key, depth: firstDepth });
  const depth = asked.key === entry.key ? asked.depth : firstDepth;
  const options = orpc.document.slice.queryOptions({ input: sliceInput(service.name, state, entry.key, depth) });
  const query = useQuery({ ...options, ...(depth > firstDepth ? { placeholderData: keepPreviousData } : {}) });
  const data = query.data?.operation.key === entry.key ? query.data : undefined;
  return { ...query, data, depth, goDeeper: () => setAsked({ key: entry.key, depth: Math.min(deepest, depth + deeper) }) };
}

/** How an operation is called and what it answers. */
export function OperationBody({ service, may, state, entry, live }: OperationBodyProps) {
  const { data, error, refetch, depth, goDeeper, isPlaceholderData } = useSlice({ service, state, entry });
  if (error && !data) return <Fault error={error} what="The operation could not be read" onRetry={() => void refetch()} />;
  const isChannel = entry.kind === 'channel';
  return (
    <>
      {isChannel ? null : (
        <div className={classes.samples}>
          <SamplesOrWait samples={data?.samples} />
        </div>
      )}
      <section className={classes.docs} aria-label="Parameters and answers" aria-busy={!data}>
        {isChannel ? <ChannelOrWait entry={entry} data={data} /> : <Trial {...{ service, may, entry, live }} data={data} />}
        {data && data.cut.length > 0 ? <Cut count={data.cut.length} depth={depth} isReading={isPlaceholderData} onDeeper={goDeeper} /> : null}
      </section>
    </>
  );
}

function SamplesOrWait({ samples }: { samples: SliceOutput['samples'] | undefined }) {
  if (samples?.length === 0) return null;
  return samples ? <Samples samples={samples} /> : <SkeletonBlock height={122} />;
}

function ChannelOrWait({ entry, data }: { entry: OperationEntry; data: SliceOutput | undefined }) {
  return data ? <Channel document={data.document} entry={entry} /> : <SkeletonBlock height={480} />;
}

interface CutProps {
  count: number;
  depth: number;
  isReading: boolean;
  onDeeper: () => void;
}

/** What the slice leaves out, and the way to it. */
function Cut({ count, depth, isReading, onDeeper }: CutProps) {
  return (
    <p className={classes.cut}>
      <span>
        {formatCount(count, 'reference is', 'references are')} not followed beyond {depth} levels.
      </span>
      {depth < deepest ? (
        <button type="button" className="sb-button sb-button-small" disabled={isReading} onClick={onDeeper}>
          {isReading ? 'Reading …' : 'Show deeper'}
        </button>
      ) : null}
    </p>
  );
}

interface TrialProps extends Omit<OperationBodyProps, 'state'> {
  data: SliceOutput | undefined;
}

/** What came of trying one operation; another operation begins without. */
function useAttempt(key: string) {
  const [last, setLast] = useState<{ key: string; attempt: Attempt }>({ key, attempt: null });
  const note = useCallback((attempt: Attempt) => setLast({ key, attempt }), [key]);
  return { attempt: last.key === key ? last.attempt : null, note };
}

/** The operation as swagger-ui shows it, which stays while the next one comes; its requests go through our server. */
function Trial({ service, may, entry, live, data }: TrialProps) {
  const { attempt, note } = useAttempt(entry.key);
  const [slice, setSlice] = useState(data?.document);
  const [shown, setShown] = useState<object | null>(null);
  if (data && data.document !== slice) setSlice(data.document);
  const isShown = data !== undefined && shown === data.document;
  const hindrance = findHindrance(entry, service, may);
  const { name } = service;
  const send = useCallback(
    async (request: Outgoing) => {
      try {
        const answer = await tryThrough(client, name, request);
        note({ answer });
        return unpackAnswer(answer);
      } catch (error) {
        note({ error });
        throw new Error(toFault(error).message);
      }
    },
    [name, note],
  );
  return (
    <>
      <TryNote {...{ service, hindrance, live, attempt }} />
      {isShown ? null : <SkeletonBlock height={480} />}
      <div className={classes.swagger} hidden={!isShown}>
        {slice ? <OperationDocs slice={slice} mayTry={hindrance === null} onShown={setShown} send={send} /> : null}
      </div>
    </>
  );
}
