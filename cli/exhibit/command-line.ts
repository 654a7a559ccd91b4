import { parseArgs } from 'node:util'
import { OperatorError } from '../../server/operator-error.ts'

type OptionSpec = { takes: string; means: string; many?: true }
type CommandSpec = { does: string; options: Record<string, OptionSpec> }

const outOption = { takes: 'folder', means: 'where the site goes (.songwalk/site in the exhibit’s folder)' }

/** Every command, its options, and what they mean. */
const commandSpecs = {
  check: { does: 'says all that is wrong with an exhibit, and listens to its songs', options: {} },
  build: { does: 'analyzes the songs and writes a site that any web server can serve', options: { out: outOption } },
  serve: {
    does: 'builds an exhibit and serves it',
    options: {
      out: outOption,
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
} satisfies Record<string, CommandSpec>

export type CommandName = keyof typeof commandSpecs
export type CommandLine = {
  command: CommandName
  folder: string
  values: Record<string, string | string[] | undefined>
}

const commandNames = Object.keys(commandSpecs) as CommandName[]
const NPM_COMMAND = 'npm run exhibit --'
const usage = `Usage: ${NPM_COMMAND} ${commandNames.join('|')} my-exhibit; “${NPM_COMMAND} --help” tells more.`

const listOptions = (command: CommandName): [string, OptionSpec][] => Object.entries(commandSpecs[command].options)
const formatUsage = (command: CommandName): string =>
  `${NPM_COMMAND} ${command} my-exhibit${listOptions(command)
    .map(([name, { takes }]) => ` [--${name} ${takes}]`)
    .join('')}`

const formatHelp = (command: CommandName): string =>
  [
    `${formatUsage(command)}\n  ${commandSpecs[command].does}`,
    ...listOptions(command).map(([name, { means }]) => `    --${name.padEnd(12)}${means}`),
  ].join('\n')

/**
 * Reads a command line.
 * @returns what is to be done, or the help that was asked for
 * @throws {OperatorError} one sentence
 */
export function parseCommandLine(args: string[]): CommandLine | { help: string } {
  const [first = '', ...rest] = args
  if (['--help', '-h', 'help'].includes(first)) return { help: commandNames.map(formatHelp).join('\n\n') }
  const command = commandNames.find((name) => name === first)
  if (!command) throw new OperatorError(usage)
  const options = Object.fromEntries(
    listOptions(command).map(([name, { many }]) => [name, { type: 'string' as const, multiple: many === true }]),
  )
  const help = { type: 'boolean' as const, short: 'h' }
  try {
    const { values, positionals } = parseArgs({ args: rest, allowPositionals: true, options: { ...options, help } })
    if (values.help) return { help: formatHelp(command) }
    const [folder, ...more] = positionals
    if (folder === undefined || more.length > 0) throw new Error('Give the folder of one exhibit.')
    return { command, folder, values: values as CommandLine['values'] }
  } catch (error) {
    throw new OperatorError(
      `${(error as Error).message.split('\n')[0]?.replace(/\.?$/, '.')} Usage: ${formatUsage(command)}`,
    )
  }
}

/**
 * @throws {OperatorError} one sentence if it is no port
 */
export function parsePort(text: string | undefined, option = 'port'): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new OperatorError(`--${option} cannot be “${text}”; give a number from 0 to 65535.`)
  return Number(text)
}
