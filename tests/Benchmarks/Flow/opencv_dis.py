"""Runs OpenCV's DIS flow for the benchmark. Reads commands from standard input, one a line, answers with one line each:

load FILE COUNT WIDTH HEIGHT     pairs of 8-bit planes one behind the other
time PRESET PAIR REPEATS         processor seconds of one flow
flow PRESET PAIR FILE            writes the flow, float32, x and y of each pixel in turn
"""
import sys
import time

import cv2
import numpy

cv2.setNumThreads(1)
PRESETS = {
    "ultrafast": cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST,
    "fast": cv2.DISOPTICAL_FLOW_PRESET_FAST,
    "medium": cv2.DISOPTICAL_FLOW_PRESET_MEDIUM,
}
searches = {name: cv2.DISOpticalFlow_create(preset) for name, preset in PRESETS.items()}
pairs = None
for line in sys.stdin:
    words = line.rstrip("\n").split(" ")
    if words[0] == "load":
        count, width, height = (int(word) for word in words[2:5])
        pairs = numpy.fromfile(words[1], numpy.uint8).reshape(count, 2, height, width)
        print(cv2.__version__, flush=True)
    elif words[0] == "time":
        search, (one, other), repeats = searches[words[1]], pairs[int(words[2])], int(words[3])
        start = time.process_time()
        for _ in range(repeats):
            search.calc(one, other, None)
        print((time.process_time() - start) / repeats, flush=True)
    elif words[0] == "flow":
        one, other = pairs[int(words[2])]
        searches[words[1]].calc(one, other, None).astype(numpy.float32).tofile(words[3])
        print("done", flush=True)
