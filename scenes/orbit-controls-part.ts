import { createLazyPart } from './state/lazy-part.ts'

/** What turns the view from outside by mouse, touch and keys; the first picture needs none of it. */
export const orbitControlsPart = createLazyPart(
  async () => (await import('three/addons/controls/OrbitControls.js')).OrbitControls,
)
