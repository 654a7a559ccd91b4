import { createLazyPart } from '../../../scenes/state/lazy-part.ts'

/** The drawers' contents: loaded when the page is idle, or when a drawer is opened. */
export const drawerContentPart = createLazyPart(async () => (await import('./drawer-content.tsx')).DrawerContent)
