import type { Plugin } from 'vite'

/** A shader without comments, indentation and empty lines. */
export const shortenShader = (text: string): string =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/[ \t]*\/\/.*$/gm, '')
    .replace(/^\s+/gm, '')
    .trim()

/** Shortens our own shaders in the build; what is inserted into them stays. */
export const shortShaders = (): Plugin => ({
  name: 'songwalk-short-shaders',
  apply: 'build',
  // Before TypeScript is compiled, which would take the marks away.
  enforce: 'pre',
  transform: {
    filter: { id: /[\\/](scenes|src)[\\/].*\.ts$/, code: '/* glsl */' },
    handler: (code) =>
      code.replace(/\/\* glsl \*\/ `([^`]*)`/g, (_, text: string) => `/* glsl */ \`${shortenShader(text)}\``),
  },
})
