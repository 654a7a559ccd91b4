import { Command, CommanderError } from 'commander'
import { isExpectedError, OperatorError } from '../server/operator-error.ts'

/** A command line that throws errors and never ends the process. */
export const createProgram = (name: string): Command =>
  new Command(name).exitOverride().configureOutput({ writeErr: () => {} })

/**
 * Parses arguments and runs the action of the command they name.
 * @throws {OperatorError} one sentence and the usage if they are not understood
 */
export async function parseArguments(program: Command, args: readonly string[]): Promise<void> {
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    // Help was requested, and has been printed.
    if (error.exitCode === 0) return
    const command = program.commands.find((candidate) => candidate.name() === args[0]) ?? program
    throw new OperatorError(
      `${formatUsageError(error)}Usage: ${command.createHelp().commandUsage(command)}; see --help.`,
    )
  }
}

function formatUsageError({ code, message }: CommanderError): string {
  if (code === 'commander.help') return ''
  const sentence = message.replace(/^error: /, '').replaceAll('\n', ' ')
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1).replace(/\.?$/, '.')} `
}

/** Prints an error, as one line, and sets the exit code: 2 for mistakes of the user, 1 for a bug. */
export function reportError(error: unknown): void {
  const isExpected = isExpectedError(error)
  console.error(isExpected ? error.message : `This is a bug in songwalk; please report it: ${String(error)}`)
  process.exitCode = isExpected ? 2 : 1
}
