"""
Writes more.json: librosa 0.11.0's own numbers for the other slicings and presets, on the .wav files beside this file.

    /tmp/py/bin/python tests/golden/more.py     (any Python with librosa 0.11.0, from the root of the project)

Frames are on the default grid (22,050 Hz, hop 512). Features belong to a few chunks of each file: the first second
of each, cut out as a file of its own.
"""

import json
from pathlib import Path

import librosa
import numpy as np

HERE = Path(__file__).parent
RATE, HOP = 22050, 512
CHUNKS_A_FILE = 10


def standardize(vector):
    deviation = vector.std()
    return (vector - vector.mean()) / deviation if deviation > 1e-9 else vector * 0


def slicings(y):
    def onsets(**how):
        return librosa.onset.onset_detect(onset_envelope=librosa.onset.onset_strength(y=y, sr=RATE, **how), sr=RATE)

    strength = librosa.onset.onset_strength(y=y, sr=RATE)
    detected = librosa.onset.onset_detect(onset_envelope=strength, sr=RATE)
    tempo, beats = librosa.beat.beat_track(y=y, sr=RATE)
    return {
        "onsets": detected,
        "early": onsets(center=False),
        "backtracked": np.unique(librosa.onset.onset_backtrack(detected, strength)) if len(detected) else detected,
        "superflux": onsets(lag=2, max_size=3),
        "beats": beats,
        "tempo": np.atleast_1d(tempo),
    }


def features(y):
    decibels = librosa.power_to_db(librosa.feature.melspectrogram(y=y, sr=RATE), ref=np.max)
    mfcc = librosa.feature.mfcc(S=decibels, sr=RATE, n_mfcc=13)
    slope = librosa.feature.delta(mfcc, mode="nearest").mean(axis=1)
    bend = librosa.feature.delta(mfcc, order=2, mode="nearest").mean(axis=1)
    mean, deviation = mfcc.mean(axis=1), mfcc.std(axis=1)
    chroma = librosa.feature.chroma_stft(y=y, sr=RATE, tuning=0).mean(axis=1)
    contrast = librosa.feature.spectral_contrast(y=y, sr=RATE).mean(axis=1)
    return {
        "delta2Mean": bend,
        "chroma": chroma,
        "contrast": contrast,
        "original": standardize(np.concatenate([mean, slope])),
        "ml4a": standardize(np.concatenate([mean, slope, bend])),
        "timbre": standardize(np.concatenate([mean, deviation])),
        "timbre-no-loudness": standardize(np.concatenate([mean[1:], deviation[1:]])),
        "harmony": np.concatenate([mean, deviation, chroma, contrast]),
    }


def golden(path):
    y, rate = librosa.load(path, sr=None)
    assert rate == RATE and y.ndim == 1
    cuts = slicings(y)
    spans = list(zip(cuts["onsets"][:-1].tolist(), cuts["onsets"][1:].tolist()))
    chosen = [spans[i] for i in np.unique(np.linspace(0, len(spans) - 1, CHUNKS_A_FILE).astype(int))] if spans else []
    vectors = [features(y[a * HOP : b * HOP][:RATE]) for a, b in chosen]
    rows = {name: np.array([vector[name] for vector in vectors], dtype=float) for name in (vectors[0] if vectors else [])}
    if vectors:
        table = rows["harmony"]
        rows["harmony"] = (table - table.mean(axis=0)) / np.maximum(table.std(axis=0), 1e-9)
    numbers = lambda x: [numbers(row) for row in x] if np.ndim(x) > 1 else [float(f"{v:.7g}") for v in x]
    frames = {name: np.asarray(cut).tolist() for name, cut in cuts.items() if name != "tempo"}
    return {**frames, "tempo": numbers(cuts["tempo"])[0], "chunks": chosen, **{k: numbers(v) for k, v in rows.items()}}


if __name__ == "__main__":
    assert librosa.__version__ == "0.11.0"
    result = {path.stem: golden(path) for path in sorted(HERE.glob("*.wav"))}
    (HERE / "more.json").write_text(json.dumps(result, separators=(",", ":")).replace('},"', '},\n"') + "\n")
