/**
 * The order in which light, text and the panel are drawn over the opaque boxes (0): later ones cover what was there. The
 * panel covers a box's name; rays and hands are drawn over the panel, where they are before it.
 */
export const DRAW_ORDER = {
  environment: -1,
  ground: 1,
  glow: 2,
  teleportArc: 4,
  placementReticle: 5,
  label: 9,
  panelDepth: 10,
  panel: 11,
  panelText: 12,
  ribbon: 13,
  hands: 14,
  plate: 20,
  gazeReticle: 30,
  vignette: 1000,
} as const
