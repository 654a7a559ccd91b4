/** How a visitor moves along the path of a song. */
export const locomotionModes = ['ride', 'walk', 'roam'] as const
