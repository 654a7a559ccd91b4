"""The original pipeline, timed, on one thread.

`original.py sound rate channels length`: reads float32 channels, warms numba up, then runs once for every line it reads;
prints a JSON object with the number of chunks each time, the first after warming up.
`original.py tsne count dims < float64`: prints one JSON object; medians of three.
"""
import json
import os
import statistics
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np


def timed(work, turns):
    times = []
    for _ in range(turns):
        start = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - start)
    return statistics.median(times[1:] if turns > 1 else times), result


def sound(rate, channels, length):
    import librosa

    samples = np.frombuffer(sys.stdin.buffer.read(4 * channels * length), dtype=np.float32).reshape(channels, -1)

    def work():
        y = librosa.resample(librosa.to_mono(samples), orig_sr=rate, target_sr=22050)
        onsets = librosa.onset.onset_detect(y=y, sr=22050) * 512
        borders = [0, *onsets, len(y)]
        features = []
        for begin, end in zip(borders[:-1], borders[1:]):
            if end <= begin:
                continue
            chunk = y[begin : min(end, begin + 22050)]
            mel = librosa.feature.melspectrogram(y=chunk, sr=22050, pad_mode="constant")
            mfcc = librosa.feature.mfcc(S=librosa.power_to_db(mel, ref=np.max), n_mfcc=13)
            delta = librosa.feature.delta(mfcc, mode="nearest")
            features.append(np.concatenate([mfcc.mean(axis=1), delta.mean(axis=1)]))
        return len(features)

    print(json.dumps({"chunks": work()}), flush=True)
    while sys.stdin.buffer.readline():
        print(json.dumps({"chunks": work()}), flush=True)


def tsne(count, dims):
    from sklearn.manifold import TSNE

    points = np.frombuffer(sys.stdin.buffer.read(), dtype=np.float64).reshape(dims, count).T

    def work():
        return TSNE(n_components=3, perplexity=30, init="pca", learning_rate="auto", random_state=0, n_jobs=1).fit_transform(points)

    seconds, form = timed(work, 4 if count <= 1000 else 3)
    print(json.dumps({"seconds": seconds, "form": form.astype(float).round(6).tolist()}))


{"sound": sound, "tsne": tsne}[sys.argv[1]](*map(int, sys.argv[2:]))
