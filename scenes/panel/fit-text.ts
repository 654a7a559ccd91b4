type MeasureText = (text: string) => number

const ELLIPSIS = '…'

/** Cuts text to `maxWidth`, with an ellipsis, between graphemes. */
export function truncateText(text: string, measure: MeasureText, maxWidth: number): string {
  if (measure(text) <= maxWidth) return text
  const graphemes = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment)
  while (graphemes.length > 0 && measure(graphemes.join('').trimEnd() + ELLIPSIS) > maxWidth) graphemes.pop()
  return graphemes.join('').trimEnd() + ELLIPSIS
}

/** Breaks text into lines of at most `maxWidth`, between words of any script; a longer word has a line of its own. */
export function wrapText(text: string, measure: MeasureText, maxWidth: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text)) {
    if (line !== '' && measure((line + segment).trimEnd()) > maxWidth) {
      lines.push(line.trimEnd())
      line = segment.trimStart()
    } else line += segment
  }
  return line === '' ? lines : [...lines, line.trimEnd()]
}
