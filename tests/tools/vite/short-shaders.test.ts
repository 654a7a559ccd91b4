import { expect, test } from 'vitest'
import { shortenShader } from '../../../tools/vite/short-shaders.ts'

test('shortenShader leaves out comments, indentation and empty lines, and keeps directives on lines of their own', () => {
  const shader = `
    #include <common>
    // What is light.
    float a = 1.0; // one

    /* two
       lines */
    #ifdef X
      float b = a / 2.0;
    #endif
  `
  expect(shortenShader(shader)).toBe('#include <common>\nfloat a = 1.0;\n#ifdef X\nfloat b = a / 2.0;\n#endif')
})
