/** Where a screen hangs: its diagonal, and how far away whoever sits farthest from it is. */
export interface Hang {
  diagonalInches: number;
  seatM: number;
}

/** The screen's sides in any unit: only their ratio counts. */
export interface Shape {
  width: number;
  height: number;
}

export const landscape: Shape = { width: 16, height: 9 };

const inchM = 0.0254;
/** NUREG-0700: capitals of a display for a group are to be 16 arc-minutes high or more, from the farthest seat. */
const capArcMinutes = 16;
/** Height of Inter's capitals, em. */
const capHeightEm = 0.7;

/** Height of a screen, metres. */
export function screenHeightM(diagonalInches: number, { width, height }: Shape = landscape): number {
  return (diagonalInches * inchM * height) / Math.hypot(width, height);
}

/** The smallest type that the farthest seat can read, as a share 0–1 of the screen's height. */
export function typeShare({ diagonalInches, seatM }: Hang, shape: Shape = landscape): number {
  const halfAngle = ((capArcMinutes / 60) * Math.PI) / 360;
  const capM = 2 * seatM * Math.tan(halfAngle);
  return capM / capHeightEm / screenHeightM(diagonalInches, shape);
}
