import type { Freshness } from '#lib/model/wall/lateness.ts';
import type { Room } from '#lib/model/wall/room.ts';
import type { Shape } from '#lib/model/wall/type-scale.ts';
import type { WallFrame } from '#lib/model/wall.ts';

/** What is drawn at one moment. */
export interface WallView {
  frame: WallFrame;
  /** The last frame that was seen with open eyes: what a blind screen remembers; null where it never saw. */
  seen: WallFrame | null;
  /** The server's clock now: the time of the frame, and what has passed since it came. */
  nowMs: number;
  freshness: Freshness;
  /** How long ago the last frame came, ms. */
  lateMs: number;
  /** Frames that came so far: what the beat is driven by. */
  beats: number;
  /** Of the latest frames, oldest first: whether each came late. */
  late: readonly boolean[];
  /** The page of the wall that is shown. */
  page: number;
  sound: 'off' | 'on' | 'blocked';
}

/** What is drawn on. */
export interface WallGround {
  shape: Shape;
  room: Room;
  /** False where times of the reader's zone cannot be written yet. */
  hasZone: boolean;
  /** Whether it moves aside now and then: a screen does, a preview does not. */
  orbits: boolean;
}
