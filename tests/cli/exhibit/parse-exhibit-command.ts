import { createExhibitProgram } from '../../../cli/exhibit/exhibit-program.ts'
import { parseArguments } from '../../../cli/program.ts'

/** The command that arguments name, with the exhibit and the options that its handler gets. */
export async function parseExhibitCommand(args: readonly string[]) {
  const calls: { command: string; exhibit: string; options: object }[] = []
  const createHandler =
    (command: string) =>
    async (exhibit: string, options: object | string = {}) => {
      calls.push({ command, exhibit, options: typeof options === 'string' ? { to: options } : { ...options } })
    }
  const handlers = {
    check: createHandler('check'),
    build: createHandler('build'),
    serve: createHandler('serve'),
    pin: createHandler('pin'),
    counts: createHandler('counts'),
    export: createHandler('export'),
    import: createHandler('import'),
    'control-key': createHandler('control-key'),
  }
  await parseArguments(createExhibitProgram(handlers), args)
  return calls[0]
}
