import { defineConfig } from 'vitest/config'
import { jsonSections } from './tools/vite/json-sections.ts'

/** Journeys that need no WebXR run in every engine. */
const JOURNEYS_WITHOUT_XR = [
  'listen-to-demo',
  'open-own-song',
  'reopen-known-song',
  'same-song',
  'save-and-reopen',
  'exhibit-visitor',
  'second-screen',
].map((name) => `tests/e2e/journeys/${name}.e2e.ts`)

/** The tests of one engine; Chromium runs the journeys in the project `browser`. */
const createEngineProject = (engine: 'chromium' | 'firefox' | 'webkit') => ({
  test: {
    name: `engine-${engine}`,
    include: ['tests/e2e/engines/*.e2e.ts', ...(engine === 'chromium' ? [] : JOURNEYS_WITHOUT_XR)],
    globalSetup: 'tests/e2e/harness/engines/global-setup.ts',
    setupFiles: 'tests/e2e/harness/engines/raise-priority.ts',
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
})

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [jsonSections()],
        test: {
          name: 'unit',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: ['tests/e2e/**'],
          setupFiles: 'tests/seed.ts',
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['tests/e2e/{journeys,full}/*.e2e.ts'],
          globalSetup: 'tests/e2e/harness/global-setup.ts',
          // One file at a time: software rendering uses every core.
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
      createEngineProject('chromium'),
      createEngineProject('firefox'),
      createEngineProject('webkit'),
    ],
  },
})
