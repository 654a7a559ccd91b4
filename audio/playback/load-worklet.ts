const loaded = new WeakMap<BaseAudioContext, Map<string, Promise<boolean>>>()

/** Loads a module into the audio thread, once a context. @returns false where it cannot be */
export function loadWorklet(context: BaseAudioContext, url: string): Promise<boolean> {
  const modules = loaded.get(context) ?? new Map<string, Promise<boolean>>()
  loaded.set(context, modules)
  const loading =
    modules.get(url) ??
    addModule(context, url).catch((error: unknown) => {
      modules.delete(url)
      console.warn('The audio thread lacks a part:', error)
      return false
    })
  modules.set(url, loading)
  return loading
}

async function addModule({ audioWorklet }: BaseAudioContext, url: string): Promise<boolean> {
  // Missing in old engines and on pages without HTTPS.
  if (!audioWorklet) return false
  await audioWorklet.addModule(url)
  return true
}
