import type { Page } from 'playwright-core'

/** The functions of a module of scenarios. */
type NameOf<Scenarios> = {
  [Name in keyof Scenarios]: Scenarios[Name] extends (...args: never[]) => unknown ? Name : never
}[keyof Scenarios]
type Call<Scenarios, Name extends keyof Scenarios> = Extract<Scenarios[Name], (...args: never[]) => unknown>

/** @returns a function that runs one scenario in the page, on the browser's audio engine */
export const createScenarioRunner =
  <Scenarios>(getPage: () => Page) =>
  <Name extends NameOf<Scenarios>>(
    file: string,
    name: Name,
    ...args: Parameters<Call<Scenarios, Name>>
  ): Promise<Awaited<ReturnType<Call<Scenarios, Name>>>> =>
    getPage().evaluate(
      `import('/tests/e2e/full/audio-rendering/${file}.ts').then((scenarios) => scenarios.${String(name)}(...${JSON.stringify(args)}))`,
    )
