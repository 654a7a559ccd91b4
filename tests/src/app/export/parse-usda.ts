export type UsdValue = string | number | UsdValue[]
type UsdFields = Record<string, UsdValue>
export type UsdPrim = { type: string; name: string; metadata: UsdFields; properties: UsdFields; children: UsdPrim[] }

const TOKEN = /\s+|#[^\n]*|"(?:[^"\\]|\\.)*"|<[^>]*>|@[^@]*@|-?\d[\d.]*(?:e[-+]?\d+)?|[\w:.]+(?:\[\])?|[()[\]{},=]/gy

/** Reads the part of USD's text format that songwalk writes: prims, metadata, attributes and relationships. */
export function parseUsda(text: string): { metadata: UsdFields; prims: UsdPrim[] } {
  if (!text.startsWith('#usda 1.0\n')) throw new Error('no USD text')
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex
    const token = TOKEN.exec(text)?.[0]
    if (token === undefined) throw new Error(`unexpected ${JSON.stringify(text.slice(at, at + 20))}`)
    if (!/^(\s|#)/.test(token)) tokens.push(token)
  }
  let k = 0
  const peek = () => tokens[k] ?? ''
  const take = () => tokens[k++] ?? ''
  const expect = (wanted: string) => {
    const got = take()
    if (got !== wanted) throw new Error(`${wanted} expected, not ${got} (token ${k})`)
  }
  const takeValue = (): UsdValue => {
    const token = take()
    if (token === '(' || token === '[') {
      const close = token === '(' ? ')' : ']'
      const list: UsdValue[] = []
      while (peek() !== close) {
        list.push(takeValue())
        if (peek() === ',') take()
      }
      take()
      return list
    }
    if (token === '{') {
      while (peek() !== '}') takeField({})
      take()
      return []
    }
    if (/^-?\d/.test(token)) return Number(token)
    return token.startsWith('"') ? (JSON.parse(token) as string) : token.replace(/^[<@]|[>@]$/g, '')
  }
  /** `uniform token[] key = value (metadata)`; the key is the last word before `=`, or of the line. */
  const takeField = (fields: UsdFields) => {
    const words = [take()]
    while (/^[\w:.]+(\[\])?$/.test(peek()) && !isFieldStart(words)) words.push(take())
    const key = words.at(-1) ?? ''
    fields[key] = ''
    if (peek() === '=') {
      take()
      fields[key] = takeValue()
    }
    if (peek() === '(') takeMetadata()
  }
  const isFieldStart = (words: string[]) => {
    const types = words.filter((word) => !['uniform', 'prepend', 'custom'].includes(word))
    return types.length >= 2
  }
  const takeMetadata = (): UsdFields => {
    const fields: UsdFields = {}
    if (peek() !== '(') return fields
    take()
    while (peek() !== ')') {
      const isBare = tokens[k + 1] === '='
      if (isBare) {
        const key = take()
        take()
        fields[key] = takeValue()
      } else takeField(fields)
    }
    take()
    return fields
  }
  const takePrim = (): UsdPrim => {
    expect('def')
    const type = take()
    const name = JSON.parse(take()) as string
    const prim: UsdPrim = { type, name, metadata: takeMetadata(), properties: {}, children: [] }
    expect('{')
    while (peek() !== '}') {
      if (peek() === 'def') prim.children.push(takePrim())
      else takeField(prim.properties)
    }
    take()
    return prim
  }
  const metadata = takeMetadata()
  const prims: UsdPrim[] = []
  while (k < tokens.length) prims.push(takePrim())
  return { metadata, prims }
}
