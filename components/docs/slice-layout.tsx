import { type ComponentType, createContext, useContext, useEffect, useLayoutEffect, useRef } from 'react';
import { dereference, type JsonObject } from './dereference.ts';

export interface Shown {
  /** A document of one operation. */
  slice: JsonObject;
  mayTry: boolean;
  /** Called with the slice once its operation stands on the page. */
  onShown: (slice: JsonObject) => void;
}

export const ShownContext = createContext<Shown | null>(null);

interface Keyed {
  get: (key: string) => unknown;
}
interface LayoutProps {
  getComponent: (name: string, container?: boolean) => ComponentType<Record<string, unknown>>;
  specSelectors: { operations: () => { first: () => Keyed | undefined } };
  specActions: {
    updateJsonSpec: (json: JsonObject) => void;
    updateResolvedSubtree: (path: string[], value: JsonObject) => void;
    clearResponse: (path: unknown, method: unknown) => void;
    clearRequest: (path: unknown, method: unknown) => void;
  };
}

/** The body of one operation; the page around it says what it is called, how it does and who calls it. */
export function SliceLayout({ getComponent, specActions, specSelectors }: LayoutProps) {
  const shown = useContext(ShownContext);
  const slice = shown?.slice;
  const given = useRef<JsonObject>(undefined);
  const drawn = useRef('');
  useLayoutEffect(() => {
    if (!slice || given.current === slice) return;
    given.current = slice;
    specActions.updateJsonSpec(slice);
    specActions.updateResolvedSubtree([], dereference(slice));
    const next = specSelectors.operations().first();
    const name = next ? `${next.get('method')} ${next.get('path')}` : '';
    if (next && name !== drawn.current) {
      specActions.clearResponse(next.get('path'), next.get('method'));
      specActions.clearRequest(next.get('path'), next.get('method'));
    }
    drawn.current = name;
  }, [slice, specActions, specSelectors]);
  const isShown = slice !== undefined && given.current === slice;
  const onShown = shown?.onShown;
  useEffect(() => {
    if (isShown) onShown?.(slice);
  }, [isShown, onShown, slice]);
  if (!shown || given.current === undefined) return null;
  const op = specSelectors.operations().first();
  const [Icons, Container, Webhooks] = [getComponent('SvgAssets'), getComponent('OperationContainer', true), getComponent('Webhooks', true)];
  const [path, method] = [op?.get('path'), op?.get('method')];
  return (
    <div className="swagger-ui">
      <Icons />
      {op ? (
        <Container key={`${method} ${path}`} {...{ op, path, method }} specPath={op.get('specPath')} tag="operation" allowTryItOut={shown.mayTry} />
      ) : (
        <Webhooks />
      )}
    </div>
  );
}
