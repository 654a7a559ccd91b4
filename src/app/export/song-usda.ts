import type { Song } from '../../../audio/song/song.ts'
import type { Meters } from '../../../audio/units.ts'
import { createBoxMesh } from '../../../scenes/geometry/box-mesh.ts'
import type { PlacedBoxes } from './merge-boxes.ts'

/** Points are whole numbers of this: finer than a screen shows, and short to write. */
const UNIT_M: Meters = 0.0001
/** Share of its color that a box gives off, for dim rooms. */
const GLOW = 0.35

export type UsdaOptions = {
  parts: readonly { name: string; boxes: PlacedBoxes }[]
  /** From the song's space to the real size: x and z of the middle, and the scale. */
  fit: { x: Meters; z: Meters; scale: number }
  /** File of the colors, a row from the song's beginning to its end, and its width. */
  texture: string
  textureWidth: number
  /** Page of the song. */
  link: string
}

const quote = (text: string): string => JSON.stringify(text)

/** Writes the form as USD text for AR Quick Look: a mesh each for cloud and path, with a material of the song's colors. */
export function writeSongUsda({ title, artist, license }: Song, options: UsdaOptions): string {
  const credits = { title, artist: artist ?? '', license: license ?? '', url: options.link }
  const entries = Object.entries(credits).map(([key, value]) => `        string ${key} = ${quote(value)}`)
  return `#usda 1.0
(
    customLayerData = {
        string creator = "songwalk"
${entries.join('\n')}
    }
    defaultPrim = "Song"
    metersPerUnit = 1
    upAxis = "Y"
)

def Xform "Song" (
    assetInfo = {
        string name = ${quote(title)}
    }
    kind = "component"
)
{
    token preliminary:anchoring:type = "plane"
    token preliminary:planeAnchoring:alignment = "horizontal"
    float3 xformOp:scale = (${UNIT_M}, ${UNIT_M}, ${UNIT_M})
    uniform token[] xformOpOrder = ["xformOp:scale"]

${options.parts.map(({ name, boxes }) => writeMesh(name, boxes, options)).join('\n')}
${writeMaterial(options.texture)}
}
`
}

function writeMesh(name: string, boxes: PlacedBoxes, { fit, textureWidth }: UsdaOptions): string {
  const { position, normal } = createBoxMesh(boxes)
  const vertices = position.length / 3
  const points: string[] = new Array(vertices)
  const normals: string[] = new Array(vertices)
  const places: string[] = new Array(vertices)
  const low = [Infinity, Infinity, Infinity]
  const high = [-Infinity, -Infinity, -Infinity]
  const offset = [fit.x, 0, fit.z]
  for (let v = 0; v < vertices; v++) {
    const point = [0, 1, 2].map((axis) => {
      const at = Math.round(((position[v * 3 + axis]! - offset[axis]!) * fit.scale) / UNIT_M) || 0
      low[axis] = Math.min(low[axis]!, at)
      high[axis] = Math.max(high[axis]!, at)
      return at
    })
    points[v] = `(${point})`
    normals[v] = `(${[0, 1, 2].map((axis) => Number(normal[v * 3 + axis]!.toFixed(3)) || 0)})`
    // The center of a column, so that filtering mixes in no neighbor.
    const column = Math.round(boxes.place[Math.floor(v / 24)]! * (textureWidth - 1))
    places[v] = `(${Number(((column + 0.5) / textureWidth).toFixed(4))},0.5)`
  }
  const faces = vertices / 4
  return `    def Mesh "${name}" (
        prepend apiSchemas = ["MaterialBindingAPI"]
    )
    {
        uniform bool doubleSided = 0
        float3[] extent = [(${low}), (${high})]
        int[] faceVertexCounts = [${new Array(faces).fill(4)}]
        int[] faceVertexIndices = [${Array.from({ length: vertices }, (_, v) => v)}]
        rel material:binding = </Song/Materials/Colors>
        normal3f[] normals = [${normals}] (
            interpolation = "vertex"
        )
        point3f[] points = [${points}]
        texCoord2f[] primvars:st = [${places}] (
            interpolation = "vertex"
        )
        uniform token subdivisionScheme = "none"
    }
`
}

const MATERIAL_PATH = '/Song/Materials/Colors'

const writeTexture = (name: string, file: string, scale: number) => `            def Shader "${name}"
            {
                uniform token info:id = "UsdUVTexture"
                asset inputs:file = @${file}@
                float4 inputs:scale = (${scale}, ${scale}, ${scale}, 1)
                token inputs:sourceColorSpace = "sRGB"
                float2 inputs:st.connect = <${MATERIAL_PATH}/Place.outputs:result>
                token inputs:wrapS = "clamp"
                token inputs:wrapT = "clamp"
                float3 outputs:rgb
            }
`

const writeMaterial = (file: string) => `    def Scope "Materials"
    {
        def Material "Colors"
        {
            token outputs:surface.connect = <${MATERIAL_PATH}/Surface.outputs:surface>

            def Shader "Surface"
            {
                uniform token info:id = "UsdPreviewSurface"
                color3f inputs:diffuseColor.connect = <${MATERIAL_PATH}/Paint.outputs:rgb>
                color3f inputs:emissiveColor.connect = <${MATERIAL_PATH}/Glow.outputs:rgb>
                float inputs:metallic = 0
                float inputs:roughness = 0.5
                token outputs:surface
            }

            def Shader "Place"
            {
                uniform token info:id = "UsdPrimvarReader_float2"
                string inputs:varname = "st"
                float2 outputs:result
            }

${writeTexture('Paint', file, 1)}
${writeTexture('Glow', file, GLOW)}        }
    }`
