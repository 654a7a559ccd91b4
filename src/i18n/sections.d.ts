// Each query is a module of its own, so that a page gets the sections that are imported for it, not those of others.

declare module '*/en.json?page' {
  type English = typeof import('./languages/en.json')
  export const demo: English['demo']
  export const page: English['page']
  export const panels: English['panels']
  export const settings: English['settings']
}

declare module '*/en.json?exhibit' {
  type English = typeof import('./languages/en.json')
  export const exhibit: English['exhibit']
  export const welcome: English['welcome']
}
