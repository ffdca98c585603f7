import { fixedRows, panelKinds } from '#lib/model/wall/fit.ts';
import { panelGrid, panelRoom, panelScale } from '#lib/model/wall/room.ts';
import type { WallPage, WallPanel } from '#lib/model/wall.ts';
import classes from './panel.module.css';
import { PanelBody, titleOf } from './panels.tsx';
import type { WallGround, WallView } from './view.ts';

/** The panels of one page, in a grid made of their number. */
export function PanelPage({ page, view, ground }: { page: Extract<WallPage, { kind: 'panels' }>; view: WallView; ground: WallGround }) {
  const grid = panelGrid(page.panels.length, ground.shape);
  const data = view.frame.panels[view.page] ?? [];
  const style = { gridTemplateColumns: `repeat(${grid.columns}, minmax(0, 1fr))`, gridTemplateRows: `repeat(${grid.rows}, minmax(0, 1fr))` };
  const room = panelRoom(ground.room, page.panels.length, ground.shape);
  const scaleOf = ({ kind, rows }: WallPanel) => (kind === 'heat' ? 1 : panelScale(room, fixedRows[kind] ?? rows, panelKinds[kind].characters));
  return (
    <div className={classes.grid} style={style}>
      {page.panels.map((panel, at) => {
        const shown = data[at];
        const key = `${at} ${panel.kind} ${panel.service ?? ''}`;
        return shown ? (
          <section key={key} className={classes.panel} aria-label={titleOf(shown)}>
            <h2 className={classes.title}>{titleOf(shown)}</h2>
            <div className={classes.rows} style={{ fontSize: `${scaleOf(panel)}em` }}>
              <PanelBody data={shown} view={view} rows={panel.rows} />
            </div>
          </section>
        ) : null;
      })}
    </div>
  );
}
