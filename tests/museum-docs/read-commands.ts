import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A line that docs/museum.md tells to type, with the heading it stands under. */
export type Command = { heading: string; text: string }

const root = join(import.meta.dirname, '../..')

/** The commands in blocks of `sh`, in order; without comments, continued lines joined. */
export function readCommands(): Command[] {
  const commands: Command[] = []
  let heading = ''
  let language: string | null = null
  let started = ''
  for (const line of readFileSync(join(root, 'docs/museum.md'), 'utf8').split('\n')) {
    const fence = /^\s*```(\w*)$/.exec(line)
    if (fence) language = language === null ? (fence[1] as string) : null
    else if (language === null) heading = /^#+ (.*)$/.exec(line)?.[1] ?? heading
    else if (language === 'sh') {
      const text = `${started}${line.replace(/\s+#.*$/, '').trim()}`
      started = text.endsWith('\\') ? `${text.slice(0, -1).trim()} ` : ''
      if (started === '' && text !== '') commands.push({ heading, text })
    }
  }
  return commands
}

/** The first block of a language under a heading. */
export function readBlock(heading: string, language: string): string {
  const text = readFileSync(join(root, 'docs/museum.md'), 'utf8')
  const section = text.slice(text.indexOf(`\n## ${heading}\n`))
  return new RegExp(`\`\`\`${language}\n(.*?)\n *\`\`\``, 's').exec(section)?.[1] ?? ''
}
