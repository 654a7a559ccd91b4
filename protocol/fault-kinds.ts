/** Faults that a page recovers from by itself; each is counted and reported with the heartbeat. */
export const faultKinds = [
  'webgl-lost',
  'frames-stalled',
  'audio-dead',
  'worker-crashed',
  'storage-full',
  'song-missing',
  'song-broken',
  'script-error',
  'server-gone',
  'update-broken',
  'part-missing',
  'reloaded',
] as const
export type FaultKind = (typeof faultKinds)[number]
