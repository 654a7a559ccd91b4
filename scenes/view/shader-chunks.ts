import { HOLLOW_TRUST, SOLID_TRUST } from '../geometry/trust.ts'
import { CHUNK_TEXTURE_WIDTH } from './chunk-texture.ts'

/** For all materials of the scene: fog and exposure. */
export const ENVIRONMENT_GLSL = /* glsl */ `
  const vec3 HORIZON = vec3(0.0026, 0.0033, 0.0066);
  // Brightness of the real room in AR; 0 outside AR.
  uniform float daylight;
  // Transmittance of exponential-squared fog: clear at arm's length, deep beyond the cloud; no fog in AR.
  float clarity(float distance) { float d = distance * 0.042; return daylight > 0.0 ? 1.0 : exp(-d * d); }
  // Exponential tone mapping per channel: bright light turns white instead of clipping.
  vec3 expose(vec3 light) { return 1.0 - exp(-light * 1.35); }
  // Alpha of added light: it covers the camera image a little, or it would be invisible on bright backgrounds.
  float arAlpha(vec3 light) { return daylight > 0.0 ? 0.85 * max(light.r, max(light.g, light.b)) : 0.0; }
`

/**
 * From song space to view space, in the song's meters, and on to clip space. Halos, line widths and fog are computed in
 * the song's meters, so that a song looks the same at any scale.
 */
export const PROJECTION_GLSL = /* glsl */ `
  uniform float scale;
  vec4 toViewSpace(vec3 point) { return vec4((viewMatrix * vec4(point, 1.0)).xyz / scale, 1.0); }
  vec4 projectFromView(vec4 viewPosition) { return projectionMatrix * vec4(viewPosition.xyz * scale, 1.0); }
`

/**
 * The state of a chunk, the same for cubes, tiles and light: not yet played, played, sounding, hovered, and its trust
 * while that is shown.
 */
export const CHUNK_STATE_GLSL = /* glsl */ `
  attribute float chunk;
  attribute vec3 color;
  attribute float trust;
  uniform sampler2D chunks;
  attribute float pips;
  uniform float level;
  uniform int hovered;
  uniform float trustAmount;
  // From the chunk texture; valid after readChunk().
  vec3 chunkPosition;
  float glow;
  float played;
  float progress;
  // Edge of its cube.
  float edge;
  void readChunk() {
    int texel = int(chunk + 0.5) * 2;
    ivec2 at = ivec2(texel % ${CHUNK_TEXTURE_WIDTH}, texel / ${CHUNK_TEXTURE_WIDTH});
    vec4 texel0 = texelFetch(chunks, at, 0);
    chunkPosition = texel0.xyz;
    glow = texel0.w;
    vec3 texel1 = texelFetch(chunks, at + ivec2(1, 0), 0).xyz;
    played = texel1.x;
    progress = texel1.y;
    edge = texel1.z;
  }
  // While trust is shown all boxes are lit as if played; doubt (1 - trust) removes light and color.
  float lit() { return mix(played, 1.0, trustAmount); }
  float doubt() { return trustAmount * (1.0 - smoothstep(${HOLLOW_TRUST.toFixed(3)}, ${SOLID_TRUST.toFixed(3)}, trust)); }
  float hoverAmount(int chunk) { return hovered == chunk ? 1.0 : 0.0; }
`

/** The way of a box from its tile of the path (cloudAmount 0) to a cube of the cloud (1). */
export const CLOUD_BOX_GLSL = /* glsl */ `
  attribute vec3 pathCenter;
  attribute float yaw;
  float cloudAmount() { return smoothstep(0.0, 0.7, distance(chunkPosition, pathCenter)); }
  // A sounding box pulses with the level; a hovered one is slightly larger.
  float soundScale(float hover) { return 1.0 + glow * (0.12 + min(level, 0.35) * 1.4) + hover * 0.08; }
`

/** A point of a tile. Both ends lie exactly on the path, so that tiles join; heading 0 looks along -z. */
export const PATH_TILE_GLSL = /* glsl */ `
  attribute vec3 from;
  attribute vec3 to;
  attribute vec3 shape;
  // Seconds of the song between which the path is shown.
  uniform vec2 shown;
  // 0-1: a path that renews itself rises from the floor ahead, and sinks into it behind.
  float shownAmount(float time) {
    return smoothstep(shown.x - 0.7, shown.x + 0.1, time) * smoothstep(-shown.y, 1.2 - shown.y, -time);
  }
  // 0-1: how brightly a sounding tile shines so many seconds ahead of what sounds now: a trail that fades behind it.
  float tileShine(float ahead) {
    return 0.1 + 0.9 * smoothstep(0.06, -0.06, ahead) * exp(min(ahead, 0.0) * 0.8);
  }
  // across: meters from the center line; along: 0-1; height: meters above the floor.
  vec3 getTilePoint(float across, float along, float height) {
    vec3 end = mix(from, to, along);
    float heading = along < 0.5 ? from.z : to.z;
    return vec3(end.x + cos(heading) * across, height, end.y - sin(heading) * across);
  }
`

/** Pips as on a die (1-6): the sixth of the song a box belongs to, in palettes without distinct colors. */
const PIPS_GLSL = /* glsl */ `
  // Coordinates on the face of a box that contains corner, in units of its shorter side, 0 at the center.
  vec2 getFacePoint(vec3 corner, vec3 size) {
    vec3 point = corner * size, isFace = step(0.4999, abs(corner));
    if (isFace.x > 0.5) return point.zy / min(size.z, size.y);
    if (isFace.y > 0.5) return point.xz / min(size.x, size.z);
    return point.xy / min(size.x, size.y);
  }
  float getPipMask(vec2 p, float count) {
    if (count < 0.5) return 0.0;
    // Interpolated varyings are not exactly integers.
    count = floor(count + 0.5);
    float d = mod(count, 2.0) > 0.5 ? length(p) : 9.0;
    if (count > 1.5) d = min(d, length((p.x + p.y < 0.0 ? -p : p) - vec2(0.25)));
    if (count > 3.5) d = min(d, length((p.x < p.y ? -p : p) - vec2(0.25, -0.25)));
    if (count > 5.5) d = min(d, length(vec2(abs(p.x) - 0.25, p.y)));
    // Pips smaller than a pixel fade instead of flickering.
    float pixel = length(fwidth(p));
    return (1.0 - smoothstep(0.09 - pixel * 0.5, 0.09 + pixel * 0.5, d)) * min(1.0, 0.18 / pixel);
  }
`

/** Glass with lit edges: dark (not yet played), lit (played) or bright (sounding); doubted, a grey hollow frame. */
export const GLASS_GLSL = /* glsl */ `
  ${PIPS_GLSL}
  // Distances to the edges of the face that contains the corner; large for the axis across that face.
  vec3 getEdgeDistances(vec3 corner, vec3 size) {
    return (0.5 - abs(corner)) * size + step(0.4999, abs(corner)) * 9.0;
  }
  const vec3 GREY = vec3(0.24, 0.25, 0.28);
  // rim: meters from the nearest edge of the face; facing: 1 = perpendicular to the view; up: y of the normal.
  // state: glow, lit, hover, doubt; pip: 1 on a pip.
  vec3 shadeGlass(vec3 ownColor, float rim, float facing, float up, vec4 state, float pip) {
    float glow = state.x, played = state.y * (1.0 - state.w), hover = state.z, doubt = state.w;
    vec3 color = mix(ownColor, GREY, doubt);
    float width = fwidth(rim);
    float line = 1.0 - smoothstep(0.0, 0.0022 + width * 1.1, rim);
    float bloom = exp(-rim * 38.0);
    // Faces perpendicular to the view are darkest; light comes from above.
    float fresnel = pow(1.0 - facing, 2.5);
    float sky = 0.72 + 0.28 * up;
    // In AR the light of the real room brightens the glass.
    vec3 dark = color * (0.022 + 0.07 * fresnel + 0.16 * daylight) * sky;
    vec3 lit = color * (0.30 + 0.26 * fresnel + 0.16 * daylight) * sky + color * color * 0.16;
    vec3 fill = mix(dark, lit, played);
    vec3 edges = color * mix(0.50, 1.15, played);
    vec3 light = fill + edges * (max(line * 0.8, pip) + bloom * mix(0.24, 0.34, played) * (1.0 - doubt));
    vec3 hot = mix(ownColor, vec3(1.0), 0.6) * (1.7 + bloom * 1.3) * (1.0 - 0.8 * pip);
    light = mix(light, hot, glow);
    // In AR the box is not brighter than its surroundings.
    if (daylight > 0.0) light *= 0.5 + 0.5 * daylight;
    return light + (color * 0.5 + 0.18) * hover * (0.35 + line);
  }
`
