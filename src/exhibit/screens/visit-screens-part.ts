import { createLazyPart } from '../../../scenes/state/lazy-part.ts'

/** Loaded after the first song, or when a visit begins. */
export const visitScreensPart = createLazyPart(async () => (await import('./visit-screens.tsx')).VisitScreens)
