import { createLazyPart } from '../../scenes/state/lazy-part.ts'

// What no one sees before the first form: loaded when the page is idle, or when it is needed.
export const drawerContentPart = createLazyPart(async () => (await import('./panels/drawer-content.tsx')).DrawerContent)
export const chunkCardPart = createLazyPart(async () => (await import('./panels/chunk-card.tsx')).ChunkCard)
export const trustLegendPart = createLazyPart(async () => (await import('./panels/trust-legend.tsx')).TrustLegend)
export const spectrumStripPart = createLazyPart(
  async () => (await import('./spectrogram/spectrum-strip.tsx')).SpectrumStrip,
)
export const roomButtonPart = createLazyPart(async () => (await import('./mobile/room-button.tsx')).RoomButton)
