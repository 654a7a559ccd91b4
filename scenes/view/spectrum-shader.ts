import { ATLAS_STEP, ATLAS_WIDTH } from '../geometry/spectrum-atlas.ts'

/** The picture in the face of a box: its own stretch of the song's mel spectrogram. */
export const ENGRAVING_GLSL = /* glsl */ `
  uniform highp sampler2DArray spectrum;
  uniform float spectrumRate;
  uniform float spectrumShown;
  // Meters up to which boxes show their pictures.
  uniform float engravingReach;
  float readLevel(float texel, float band, vec2 dx, vec2 dy) {
    float layer = floor(texel / ${ATLAS_STEP.toFixed(1)});
    float x = (texel - layer * ${ATLAS_STEP.toFixed(1)} + 0.5) / ${ATLAS_WIDTH.toFixed(1)};
    return textureGrad(spectrum, vec3(x, band, layer), dx, dy).r;
  }
  // x: how deep the groove is, 0-1; y: its slope. picture: seconds and band, 0-1 on the face.
  vec2 readEngraving(vec2 picture, float amount) {
    float texel = picture.x * spectrumRate;
    vec2 dx = vec2(dFdx(texel) / ${ATLAS_WIDTH.toFixed(1)}, dFdx(picture.y));
    vec2 dy = vec2(dFdy(texel) / ${ATLAS_WIDTH.toFixed(1)}, dFdy(picture.y));
    if (amount <= 0.0) return vec2(0.0);
    float level = smoothstep(0.28, 0.98, readLevel(texel, picture.y, dx, dy));
    float above = smoothstep(0.28, 0.98, readLevel(texel - 0.35, picture.y + 0.012, dx, dy));
    return vec2(level, level - above);
  }
`

/** The spectrogram around the place: mel bands upward, time once around, clockwise from straight ahead. */
export const HORIZON_GLSL = /* glsl */ `
  uniform sampler2D horizon;
  uniform sampler2D ramp;
  uniform float horizonStrength;
  // 1: full resolution; more: blurred.
  uniform float horizonBlur;
  uniform vec2 turn;
  const float TAU = 6.2831853;
  // point: on the ring, relative to its axis; height: 0 at the floor, 1 at the upper edge; blur: of a mirrored image.
  vec3 shadeHorizon(vec2 point, float height, float blur) {
    float at = fract(atan(point.x, -point.y) / TAU);
    float size = TAU * dot(point, point);
    vec2 dx = vec2(dot(vec2(-point.y, point.x), dFdx(point)) / size, dFdx(height)) * blur;
    vec2 dy = vec2(dot(vec2(-point.y, point.x), dFdy(point)) / size, dFdy(height)) * blur;
    vec3 color = texture2D(ramp, vec2(at, 0.5)).rgb;
    float apart = at - turn.x;
    // Heard, with a soft edge of half a second.
    float heard = turn.x > 0.0 ? smoothstep(0.25 * turn.y, -0.25 * turn.y, apart) : 0.0;
    // Alive within some seconds around the playhead, at least two degrees.
    float reach = max(0.006, 1.6 * turn.y);
    float alive = turn.x > 0.0 ? exp(-apart * apart / (reach * reach)) : 0.0;
    if (height >= 1.0) return vec3(0.0);
    vec2 texel = textureGrad(horizon, vec2(at, height), dx, dy).rg;
    float level = smoothstep(0.25, 0.95, texel.x);
    level *= 0.4 + 0.6 * level;
    float fade = (1.0 - height) * smoothstep(0.0, 0.004, min(at, 1.0 - at));
    fade *= fade;
    vec3 light = color * level * fade * (0.05 + 0.22 * heard) + mix(color, vec3(1.0), 0.35) * level * alive * sqrt(fade) * 0.6;
    // Onsets: fine lines that rise from the floor.
    light += color * texel.y * smoothstep(0.16, 0.0, height) * (0.05 + 0.2 * heard + 0.5 * alive);
    light += color * fade * fade * (0.004 + 0.012 * heard + 0.08 * alive);
    return light * horizonStrength;
  }
`
