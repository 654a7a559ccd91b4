import { readFile } from 'node:fs/promises'
import type { Plugin } from 'vite'

/** A language with a query is a module of its own: a page gets the sections that are imported for it, not those of others. */
export const jsonSections = (): Plugin => ({
  name: 'json-sections',
  enforce: 'pre',
  resolveId: {
    filter: { id: /\/[a-z]+\.json\?(page|exhibit|wall)$/ },
    handler: async function (source, importer) {
      const [path = '', query] = source.split('?')
      const resolved = await this.resolve(path, importer)
      return resolved && `\0${resolved.id.replace(/\.json$/, '')}?${query}`
    },
  },
  load: {
    filter: { id: /^\0.*\/[a-z]+\?(page|exhibit|wall)$/ },
    handler: async (id) => {
      const sections: object = JSON.parse(await readFile(`${id.slice(1).split('?')[0]}.json`, 'utf8'))
      const lines = Object.entries(sections).map(([name, texts]) => `export const ${name} = ${JSON.stringify(texts)}`)
      return { code: lines.join('\n'), moduleType: 'js' }
    },
  },
})
