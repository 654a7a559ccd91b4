type Measure = (text: string) => number

const MORE = '…'

/** The words, cut to fit into `room`. Letters stay whole, also those of several code points. */
export function fitted(text: string, measure: Measure, room: number): string {
  if (measure(text) <= room) return text
  const letters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment)
  while (letters.length > 0 && measure(letters.join('').trimEnd() + MORE) > room) letters.pop()
  return letters.join('').trimEnd() + MORE
}

/** The words in lines that fit into `room`, broken between words, in whatever script. */
export function wrapped(text: string, measure: Measure, room: number): string[] {
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
