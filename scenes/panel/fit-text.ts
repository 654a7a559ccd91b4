type MeasureText = (text: string) => number

const ELLIPSIS = '…'

/** The words, cut to fit into `room`. Letters stay whole, also those of several code points. */
export function truncateText(text: string, measure: MeasureText, room: number): string {
  if (measure(text) <= room) return text
  const letters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment)
  while (letters.length > 0 && measure(letters.join('').trimEnd() + ELLIPSIS) > room) letters.pop()
  return letters.join('').trimEnd() + ELLIPSIS
}

/** The words in lines that fit into `room`, broken between words, in whatever script. */
export function wrapText(text: string, measure: MeasureText, room: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text)) {
    if (line !== '' && measure((line + segment).trimEnd()) > room) {
      lines.push(line.trimEnd())
      line = segment.trimStart()
    } else line += segment
  }
  return line === '' ? lines : [...lines, line.trimEnd()]
}
