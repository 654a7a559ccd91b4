import { parseArgs } from 'node:util'
import { SongError } from '../../audio/errors.ts'

type Option = { takes: string; means: string; many?: true }
type Command = { does: string; options: Record<string, Option> }

const out = { takes: 'folder', means: 'where the site goes (.songwalk/site in the exhibit’s folder)' }

/** Every command, its options, and what they mean. */
const commands = {
  check: { does: 'says all that is wrong with an exhibit, and listens to its songs', options: {} },
  build: { does: 'analyzes the songs and writes a site that any web server can serve', options: { out } },
  serve: {
    does: 'builds an exhibit and serves it',
    options: {
      out,
      host: {
        takes: 'address',
        means: 'who may open it: 127.0.0.1 this computer alone, 0.0.0.0 its network (127.0.0.1)',
      },
      port: { takes: 'number', means: 'the port (8080, and 8443 for a network)' },
      'local-port': {
        takes: 'number',
        means: 'with a network: the port without HTTPS, for this computer alone (8080)',
      },
      cert: { takes: 'file', means: 'a certificate of your own, PEM; without it one is made and kept' },
      key: { takes: 'file', means: 'its key, PEM' },
      name: {
        takes: 'name',
        means: 'a name this computer has in the network; can be given more than once',
        many: true,
      },
    },
  },
  pin: {
    does: 'sets the PIN of the staff',
    options: { pin: { takes: 'digits', means: 'the PIN; without it, it is asked for' } },
  },
  counts: { does: 'prints the visits as CSV; while the server runs, the staff panel has them', options: {} },
} satisfies Record<string, Command>

export type CommandName = keyof typeof commands
export type CommandLine = {
  command: CommandName
  folder: string
  values: Record<string, string | string[] | undefined>
}

const names = Object.keys(commands) as CommandName[]
const call = 'npm run exhibit --'
const usage = `Usage: ${call} ${names.join('|')} my-exhibit; “${call} --help” tells more.`

const optionsOf = (command: CommandName): [string, Option][] => Object.entries(commands[command].options)
const usageOf = (command: CommandName): string =>
  `${call} ${command} my-exhibit${optionsOf(command)
    .map(([name, { takes }]) => ` [--${name} ${takes}]`)
    .join('')}`

const helpOf = (command: CommandName): string =>
  [
    `${usageOf(command)}\n  ${commands[command].does}`,
    ...optionsOf(command).map(([name, { means }]) => `    --${name.padEnd(12)}${means}`),
  ].join('\n')

/**
 * Reads a command line.
 * @returns what is to be done, or the help that was asked for
 * @throws {SongError} one sentence
 */
export function readCommandLine(args: string[]): CommandLine | { help: string } {
  const [first = '', ...rest] = args
  if (['--help', '-h', 'help'].includes(first)) return { help: names.map(helpOf).join('\n\n') }
  const command = names.find((name) => name === first)
  if (!command) throw new SongError(usage)
  const options = Object.fromEntries(
    optionsOf(command).map(([name, { many }]) => [name, { type: 'string' as const, multiple: many === true }]),
  )
  const help = { type: 'boolean' as const, short: 'h' }
  try {
    const { values, positionals } = parseArgs({ args: rest, allowPositionals: true, options: { ...options, help } })
    if (values.help) return { help: helpOf(command) }
    const [folder, ...more] = positionals
    if (folder === undefined || more.length > 0) throw new Error('Give the folder of one exhibit.')
    return { command, folder, values: values as CommandLine['values'] }
  } catch (error) {
    throw new SongError(`${(error as Error).message.split('\n')[0]?.replace(/\.?$/, '.')} Usage: ${usageOf(command)}`)
  }
}

/**
 * @throws {SongError} one sentence if it is no port
 */
export function readPort(text: string | undefined, option = 'port'): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new SongError(`--${option} cannot be “${text}”; give a number from 0 to 65535.`)
  return Number(text)
}
