import type { VisitScene } from '../../../protocol/visit-scene.ts'
import type { ExhibitContext } from '../exhibit-context.ts'
import { EndingScreen } from './ending-screen.tsx'
import { ExploreScreen } from './explore-screen.tsx'
import { IdleWarning } from './idle-warning.tsx'
import { IntroScreen } from './intro-screen.tsx'

type VisitScreensProps = {
  scene: VisitScene
  exhibitContext: ExhibitContext
  languages: readonly string[]
  title: string
}

/** What a visitor sees once the language is chosen. */
export function VisitScreens({ scene, exhibitContext, languages, title }: VisitScreensProps) {
  if (scene === 'intro') return <IntroScreen exhibitContext={exhibitContext} />
  if (scene === 'ending') return <EndingScreen />
  if (scene !== 'free' && scene !== 'reminder') return null
  const isAsking = scene === 'reminder'
  return (
    <>
      <ExploreScreen exhibitContext={exhibitContext} languages={languages} title={title} inert={isAsking} />
      {isAsking && <IdleWarning exhibitContext={exhibitContext} />}
    </>
  )
}
