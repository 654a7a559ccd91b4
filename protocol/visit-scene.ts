/** The scenes of a visit. `closed`: outside the opening hours, or closed by the staff; `paused`: by the staff. */
export const visitScenes = ['attract', 'welcome', 'intro', 'free', 'reminder', 'ending', 'paused', 'closed'] as const
export type VisitScene = (typeof visitScenes)[number]

/** The rule for pages, statistics and spectators: in these scenes a visitor is there. */
export const countsAsVisit = (scene: VisitScene): boolean =>
  scene !== 'attract' && scene !== 'closed' && scene !== 'paused'
