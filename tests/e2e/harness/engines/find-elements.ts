/** One step of a locator; each narrows what the step before has found. */
export type Query =
  | { kind: 'css'; selector: string }
  | { kind: 'role'; role: string; name?: TextMatch }
  | { kind: 'label' | 'text'; text: TextMatch }
  | { kind: 'nth'; index: number }

/** As in Playwright: a pattern, the exact text, or any part of it in any case. */
export type TextMatch = { pattern: string; flags: string } | { text: string; exact: boolean }

/**
 * The elements that a locator means. Runs in the page: it sees its parameter and nothing else of the test.
 * Roles and names follow WAI-ARIA as far as the pages of this repository use them.
 */
export function findElements(queries: Query[]): Element[] {
  const roleSelectors: Record<string, string> = {
    button: 'button, summary, input[type=button], [role=button]',
    combobox: 'select, [role=combobox]',
    slider: 'input[type=range], [role=slider]',
    region: 'section, [role=region]',
    listitem: 'li, [role=listitem]',
    heading: 'h1, h2, h3, h4, h5, h6, [role=heading]',
    link: 'a[href], [role=link]',
    dialog: 'dialog, [role=dialog]',
  }
  const normalize = (text: string | null | undefined) => (text ?? '').replace(/\s+/g, ' ').trim()
  const matches = (actual: string, match: TextMatch) => {
    if ('pattern' in match) return new RegExp(match.pattern, match.flags).test(actual)
    return match.exact ? actual === match.text : actual.toLowerCase().includes(match.text.toLowerCase())
  }
  const isShown = (element: Element) =>
    element.getClientRects().length > 0 &&
    getComputedStyle(element).visibility === 'visible' &&
    !element.closest('[aria-hidden=true], [inert]')
  const readName = (element: Element): string => {
    const ids = element.getAttribute('aria-labelledby')
    if (ids)
      return normalize(
        ids
          .split(/\s+/)
          .map((id) => document.getElementById(id)?.textContent)
          .join(' '),
      )
    const own = element.getAttribute('aria-label')
    if (own) return normalize(own)
    const labels = [...((element as HTMLInputElement).labels ?? [])].map((label) => {
      const copy = label.cloneNode(true) as Element
      for (const control of copy.querySelectorAll('select, input, button, output')) control.remove()
      return copy.textContent
    })
    const pictures = [...element.querySelectorAll('img')].map(({ alt }) => alt)
    // Sections are named by nothing that they contain.
    const content = element.tagName === 'SECTION' ? '' : [element.textContent, ...pictures].join(' ')
    return normalize(labels.length > 0 ? labels.join(' ') : content) || normalize(element.getAttribute('title'))
  }
  let found: (Element | Document)[] = [document]
  for (const query of queries) {
    if (query.kind === 'nth') {
      found = found.slice(query.index, query.index + 1)
      continue
    }
    const select = (selector: string) => [...new Set(found.flatMap((root) => [...root.querySelectorAll(selector)]))]
    if (query.kind === 'css') found = select(query.selector)
    else if (query.kind === 'role') {
      const { role, name } = query
      found = select(roleSelectors[role] ?? `[role=${role}]`).filter((element) => {
        const given = element.getAttribute('role')
        if ((given !== null && given !== role) || !isShown(element)) return false
        return name === undefined || matches(readName(element), name)
      })
    } else if (query.kind === 'label') {
      found = select('input, select, textarea, button, [aria-label]').filter((element) =>
        matches(readName(element), query.text),
      )
    } else {
      const all = select('*').filter((element) => matches(normalize(element.textContent), query.text))
      // The innermost ones.
      found = all.filter((element) => !all.some((other) => other !== element && element.contains(other)))
    }
  }
  return found as Element[]
}
