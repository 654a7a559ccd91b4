import { isIP } from 'node:net'
import type { Command } from 'commander'
import { OperatorError } from '../../server/operator-error.ts'
import { createProgram } from '../program.ts'

export type SiteOptions = { out?: string }
export type ServeOptions = SiteOptions & {
  host: string
  port?: number
  localPort?: number
  cert?: string
  key?: string
  name?: string[]
  proxy?: string[]
}
export type CommandHandlers = {
  check: (folder: string) => Promise<void>
  build: (folder: string, options: SiteOptions) => Promise<void>
  serve: (folder: string, options: ServeOptions) => Promise<void>
  pin: (folder: string, options: { pin?: string }) => Promise<void>
  counts: (folder: string) => Promise<void>
  export: (folder: string, file: string) => Promise<void>
  import: (file: string, folder: string) => Promise<void>
  'control-key': (folder: string, options: { remove?: boolean }) => Promise<void>
}

const OUT_OPTION = ['--out <folder>', 'the folder of the site (default: .songwalk/site in the exhibit)'] as const

/** The commands of `npm run exhibit` with their options. */
export function createExhibitProgram(handlers: CommandHandlers): Command {
  const program = createProgram('npm run exhibit --').usage('<command> <exhibit>')
  program
    .command('check <exhibit>')
    .description('finds all problems of an exhibit, and decodes its songs')
    .action(handlers.check)
  program
    .command('build <exhibit>')
    .description('analyzes the songs and writes a site for any web server')
    .option(...OUT_OPTION)
    .action(handlers.build)
  program
    .command('serve <exhibit>')
    .description('builds an exhibit and serves it')
    .option(...OUT_OPTION)
    .option('--host <address>', 'who can open it: 127.0.0.1 this computer only, 0.0.0.0 its network', '127.0.0.1')
    .option('--port <number>', 'the port (default: 8080, for a network 8443)', (text) => parsePort(text, 'port'))
    .option('--local-port <number>', 'for a network: the HTTP port for this computer only (default: 8080)', (text) =>
      parsePort(text, 'local-port'),
    )
    .option('--cert <file>', 'a certificate, PEM (default: one is made and kept)')
    .option('--key <file>', 'the key of the certificate, PEM')
    .option('--name <name>', 'a network name of this computer; repeatable', collect)
    .option(
      '--proxy <address>',
      'the address of a proxy on another computer, to be believed about callers; repeatable',
      collectAddress,
    )
    .action(handlers.serve)
  program
    .command('pin <exhibit>')
    .description('sets the PIN of the staff')
    .option('--pin <digits>', 'the PIN (default: it is asked for)')
    .action(handlers.pin)
  program
    .command('counts <exhibit>')
    .description('prints the visits as CSV; while the server runs, use the staff panel')
    .action(handlers.counts)
  program
    .command('export <exhibit> <file>')
    .description('writes an exhibit with its counts, keys and certificate into one file; the server may run')
    .action(handlers.export)
  program
    .command('import <file> <exhibit>')
    .description('takes an export over, also one of an earlier version; the exhibit before is set aside')
    .action(handlers.import)
  program
    .command('control-key <exhibit>')
    .description('makes a new key for the house’s show control; the one before counts no more')
    .option('--remove', 'no key: show control by HTTP is off')
    .action(handlers['control-key'])
  return program
}

const collect = (value: string, values: string[] = []): string[] => [...values, value]

/** @throws {OperatorError} one sentence */
function collectAddress(value: string, values?: string[]): string[] {
  if (!isIP(value)) throw new OperatorError(`--proxy cannot be “${value}”; give the IP address of the proxy.`)
  return collect(value, values)
}

/** @throws {OperatorError} one sentence */
function parsePort(text: string, option: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new OperatorError(`--${option} cannot be “${text}”; give a number from 0 to 65535.`)
  return Number(text)
}
