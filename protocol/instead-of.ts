/** The end of a sentence for curators: what was given. */
export const insteadOf = (input: unknown): string => `, not ${JSON.stringify(input)?.slice(0, 60) ?? 'this'}.`
