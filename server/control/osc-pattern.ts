/** What one step of a pattern takes from a name: how many characters, in any of several ways. */
type Step = (name: string, at: number) => readonly number[]

const anyCharacter: Step = (name, at) => (at < name.length ? [1] : [])
const anyText: Step = (name, at) => Array.from({ length: name.length - at + 1 }, (_, count) => count)
const oneOf =
  (texts: readonly string[]): Step =>
  (name, at) =>
    texts.filter((text) => name.startsWith(text, at)).map(({ length }) => length)

/** `[a-f0-9]`, or `[!…]` for all others. */
function characterOf(set: string): Step {
  const isNegated = set.startsWith('!')
  const ranges = [...(isNegated ? set.slice(1) : set).matchAll(/(.)-(.)|(.)/gs)].map(
    ([, from, to, single]) => [from ?? single, to ?? single] as [string, string],
  )
  return (name, at) => {
    const character = name[at]
    if (character === undefined) return []
    return ranges.some(([from, to]) => from <= character && character <= to) !== isNegated ? [1] : []
  }
}

/**
 * Whether a name matches one part of an address pattern of OSC 1.0: `*`, `?`, `[a-f]`, `[!a]`, `{hall,foyer}`. Takes time
 * proportional to the lengths of both, whatever the pattern.
 */
export function matchesOscPattern(pattern: string, name: string): boolean {
  let places = new Set([0])
  for (const [part] of pattern.matchAll(/\*+|\?|\[[^\]]*\]|\{[^}]*\}|./gs)) {
    const step = toStep(part)
    const next = new Set<number>()
    for (const place of places) for (const count of step(name, place)) next.add(place + count)
    places = next
  }
  return places.has(name.length)
}

function toStep(part: string): Step {
  if (part.startsWith('*')) return anyText
  if (part === '?') return anyCharacter
  if (part.length > 1 && part.startsWith('[')) return characterOf(part.slice(1, -1))
  if (part.length > 1 && part.startsWith('{')) return oneOf(part.slice(1, -1).split(','))
  return oneOf([part])
}
