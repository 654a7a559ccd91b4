import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WAIT_TIMEOUT_MS } from '../snapshot.ts'
import type { FileUpload } from '../uploads.ts'
import type { EngineTab } from './engine-tab.ts'
import { findElements, type Query, type TextMatch } from './find-elements.ts'
import { clickAt, pressKeys } from './input-actions.ts'

type TextOptions = { exact?: boolean }
type RoleOptions = TextOptions & { name?: string | RegExp }

const toMatch = (text: string | RegExp, { exact = false }: TextOptions = {}): TextMatch =>
  text instanceof RegExp ? { pattern: text.source, flags: text.flags } : { text, exact }

const POLL_INTERVAL_MS = 30

export type EngineLocator = ReturnType<typeof createLocator>

/** Repeats until `attempt` gives something. @throws {Error} after WAIT_TIMEOUT_MS */
export async function poll<T>(attempt: () => Promise<T | null | undefined>, waitedFor: string): Promise<T> {
  const until = performance.now() + WAIT_TIMEOUT_MS
  let last: unknown = ''
  for (;;) {
    // A page that is being loaded has no scripts for a moment.
    const result = await attempt().catch((error: unknown) => {
      last = error
      return null
    })
    if (result !== null && result !== undefined) return result
    if (performance.now() > until) throw new Error(`Waited in vain for ${waitedFor}. ${last}`)
    await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS))
  }
}

/** The part of Playwright's Locator that the tests use. */
export function createLocator(tab: EngineTab, queries: Query[]) {
  const elements = `(${findElements.toString()})(${JSON.stringify(queries)})`
  const description = JSON.stringify(queries)
  const narrow = (query: Query): EngineLocator => createLocator(tab, [...queries, query])
  /** Evaluates an expression with the first element as `element`. */
  const evaluateFirst = <T>(expression: string): Promise<T> =>
    poll(
      async () =>
        (await tab.evaluate(`((element) => element ? { value: ${expression} } : null)(${elements}[0])`)) as {
          value: T
        } | null,
      description,
    ).then(({ value }) => value)

  /** Waits until the element is in view, enabled, at rest and not covered. @returns its middle */
  const findMiddle = async (): Promise<{ x: number; y: number }> => {
    let before = ''
    return poll(async () => {
      const middle = (await tab.evaluate(`((element) => {
        if (!element || element.disabled) return null
        element.scrollIntoView({ block: 'nearest', inline: 'nearest' })
        const { left, top, width, height } = element.getBoundingClientRect()
        const [x, y] = [left + width / 2, top + height / 2]
        const top_ = document.elementFromPoint(x, y)
        return width > 0 && top_ && (element.contains(top_) || top_.contains(element)) ? { x, y } : null
      })(${elements}[0])`)) as { x: number; y: number } | null
      const isAtRest = JSON.stringify(middle) === before
      before = JSON.stringify(middle)
      return isAtRest ? middle : null
    }, `a click on ${description}`)
  }
  const click = async () => clickAt(tab, await findMiddle())

  return {
    locator: (selector: string) => narrow({ kind: 'css', selector }),
    getByRole: (role: string, { name, exact = false }: RoleOptions = {}) =>
      narrow({ kind: 'role', role, ...(name === undefined ? {} : { name: toMatch(name, { exact }) }) }),
    getByLabel: (text: string | RegExp, options?: TextOptions) =>
      narrow({ kind: 'label', text: toMatch(text, options) }),
    getByText: (text: string | RegExp, options?: TextOptions) => narrow({ kind: 'text', text: toMatch(text, options) }),
    nth: (index: number) => narrow({ kind: 'nth', index }),
    first: () => narrow({ kind: 'nth', index: 0 }),
    click,
    tap: async () => clickAt(tab, await findMiddle(), 'touch'),
    count: async () => (await tab.evaluate(`${elements}.length`)) as number,
    textContent: () => evaluateFirst<string | null>('element.textContent'),
    allTextContents: async () => (await tab.evaluate(`${elements}.map((element) => element.textContent)`)) as string[],
    getAttribute: (name: string) => evaluateFirst<string | null>(`element.getAttribute(${JSON.stringify(name)})`),
    boundingBox: () =>
      evaluateFirst<{ x: number; y: number; width: number; height: number }>(
        '(({ x, y, width, height }) => ({ x, y, width, height }))(element.getBoundingClientRect())',
      ),
    isVisible: async () => ((await tab.evaluate(`${elements}[0]?.getClientRects().length ?? 0`)) as number) > 0,
    focus: () => evaluateFirst<null>('(element.focus(), null)'),
    press: async (key: string) => {
      await evaluateFirst<null>('(element.focus(), null)')
      await pressKeys(tab, key)
    },
    selectOption: (option: string) =>
      evaluateFirst<null>(`(() => {
        const chosen = [...element.options].find(({ value, label }) => [value, label].includes(${JSON.stringify(option)}))
        if (!chosen) throw new Error('no such option')
        element.value = chosen.value
        for (const type of ['input', 'change']) element.dispatchEvent(new Event(type, { bubbles: true }))
        return null
      })()`),
    setInputFiles: async ({ name, buffer }: FileUpload) => {
      const folder = await mkdtemp(join(tmpdir(), 'songwalk-upload-'))
      await writeFile(join(folder, name), buffer)
      await evaluateFirst<null>('null')
      await tab.setFiles(`${elements}[0]`, [join(folder, name)])
      // Read by then: a test waits for the song.
      setTimeout(() => void rm(folder, { recursive: true, force: true }), WAIT_TIMEOUT_MS).unref()
    },
    waitFor: async ({ state = 'visible' }: { state?: 'visible' | 'attached' | 'detached' | 'hidden' } = {}) => {
      const test = {
        visible: `${elements}.some((element) => element.getClientRects().length > 0)`,
        attached: `${elements}.length > 0`,
        detached: `${elements}.length === 0`,
        hidden: `!${elements}.some((element) => element.getClientRects().length > 0)`,
      }[state]
      await poll(async () => ((await tab.evaluate(test)) ? true : null), `${state}: ${description}`)
    },
  }
}
