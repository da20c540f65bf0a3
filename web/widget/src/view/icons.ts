// Our own drawings, as SVG paths on a grid of 24 by 24.
export const icons = {
  close: 'M6 6l12 12M18 6L6 18',
  plus: 'M12 5v14M5 12h14',
  send: 'M12 19V5M5.5 11.5L12 5l6.5 6.5',
  back: 'M15 5l-7 7 7 7',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.8-4 3.800-5.500 7.500-5.500s6.700 1.500 7.500 5.500',
  bot: 'M7 8h10a2.500 2.500 0 0 1 2.500 2.500v5A2.500 2.500 0 0 1 17 18H7a2.500 2.500 0 0 1-2.500-2.500v-5A2.500 2.500 0 0 1 7 8zM12 8V4.500M9.500 12.500v1M14.500 12.500v1',
  parcel: 'M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8',
  photo: 'M4 6.500h16v12H4zM4 16l4.500-4.500L13 16l3-3 4 4M15.500 9.800h.01',
  file: 'M7 3.500h7l4 4v13H7zM14 3.500v4h4',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5.300l3.300 2',
  down: 'M12 5v14M5.500 12.500L12 19l6.500-6.500',
  talk: 'M5 5h14a1.500 1.500 0 0 1 1.500 1.500v9A1.500 1.500 0 0 1 19 17h-7l-4.500 3.500V17H5a1.500 1.500 0 0 1-1.500-1.500v-9A1.500 1.500 0 0 1 5 5z',
  // The four states of a promise differ in outline, so that nobody needs the colour.
  onTime: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8 12.300l2.800 2.800L16 9.500',
  atRisk: 'M12 4l9 16H3zM12 10v4.500M12 17.300v.01',
  broken: 'M8.300 3h7.400L21 8.300v7.400L15.700 21H8.300L3 15.700V8.300zM9 9l6 6M15 9l-6 6',
  unknown: 'M4 12a8 8 0 0 1 .6-3M7 5.800A8 8 0 0 1 12 4M15.500 4.800A8 8 0 0 1 19.200 8.500M20 12a8 8 0 0 1-1.500 4.600M15.800 19A8 8 0 0 1 12 20M8 19a8 8 0 0 1-3-3.200M10 10a2 2 0 1 1 2.700 1.900c-.5.2-.7.6-.7 1.100v.500M12 16v.01',
} as const;

/** A face whose mouth says how satisfied, 1 to 5. */
export function facePath(level: number): string {
  const bend = 15 + (level - 3) * 1.6;
  const ends = 15 - (level - 3) * 0.9;
  return `M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9 9.500v.8M15 9.500v.8M8 ${ends.toFixed(1)}Q12 ${(bend + (level - 3) * 0.9).toFixed(1)} 16 ${ends.toFixed(1)}`;
}
