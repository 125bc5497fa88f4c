"""Composite A: what one would put together from OpenCV to find defects between two frames of a video.

PSNR, Gaussian SSIM, mean absolute difference, variance of the Laplacian, dense flow (DIS, preset fast) forward and backward at half
resolution, and the warping error with an occlusion mask, for pairs of neighbouring luma frames that are in memory.

Usage: composite_a.py FRAMES.gray WIDTH HEIGHT THREADS
Says "ready OPENCV-VERSION"; then, for each line "PAIRS" on standard input, answers "PROCESSOR-SECONDS CLOCK-SECONDS" for one pair.
"""

import sys
import time

import cv2
import numpy as np


def gaussian_ssim(one, other):
    """As in OpenCV's tutorial on video comparison: 11 x 11 Gaussian windows of sigma 1.5."""
    one, other = one.astype(np.float32), other.astype(np.float32)
    blur = lambda picture: cv2.GaussianBlur(picture, (11, 11), 1.5)
    mean_one, mean_other = blur(one), blur(other)
    square_one, square_other, product = mean_one * mean_one, mean_other * mean_other, mean_one * mean_other
    variance_one = blur(one * one) - square_one
    variance_other = blur(other * other) - square_other
    covariance = blur(one * other) - product
    c1, c2 = 6.5025, 58.5225
    similarity = ((2 * product + c1) * (2 * covariance + c2)) / ((square_one + square_other + c1) * (variance_one + variance_other + c2))
    return float(similarity.mean())


def warped(picture, flow, grid):
    return cv2.remap(picture, grid[0] + flow[..., 0], grid[1] + flow[..., 1], cv2.INTER_LINEAR)


def warping_error(one, other, forward, backward, grid):
    """Mean squared difference of the warped next frame where flows agree and no motion boundary lies."""
    back = warped(backward, forward, grid)
    both = forward + back
    length = (forward * forward).sum(-1)
    occluded = (both * both).sum(-1) > 0.01 * (length + (back * back).sum(-1)) + 0.5
    edges = sum((np.gradient(forward[..., axis], axis=direction) ** 2) for axis in (0, 1) for direction in (0, 1))
    seen = ~(occluded | (edges > 0.01 * length + 0.002))
    difference = warped(other, forward, grid).astype(np.float32) - one
    return float((difference * difference)[seen].sum() / max(1, seen.sum()))


def compare(one, other, flow, grid):
    half = lambda picture: cv2.resize(picture, (picture.shape[1] // 2, picture.shape[0] // 2), interpolation=cv2.INTER_AREA)
    deviation = cv2.meanStdDev(cv2.Laplacian(other, cv2.CV_16S))[1]
    one_half, other_half = half(one), half(other)
    forward = flow.calc(one_half, other_half, None)
    backward = flow.calc(other_half, one_half, None)
    return (
        cv2.PSNR(one, other),
        gaussian_ssim(one, other),
        cv2.mean(cv2.absdiff(one, other))[0],
        float(deviation[0, 0]) ** 2,
        warping_error(one_half, other_half, forward, backward, grid),
    )


def main():
    path, width, height, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    cv2.setNumThreads(threads)
    frames = np.fromfile(path, np.uint8).reshape(-1, height, width)
    grid = np.meshgrid(np.arange(width // 2, dtype=np.float32), np.arange(height // 2, dtype=np.float32))
    flow = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    compare(frames[0], frames[1], flow, grid)
    print("ready", cv2.__version__, flush=True)
    at = 0
    for line in sys.stdin:
        pairs = int(line)
        clock, processor = time.perf_counter(), time.process_time()
        for _ in range(pairs):
            compare(frames[at % (len(frames) - 1)], frames[at % (len(frames) - 1) + 1], flow, grid)
            at += 1
        print((time.process_time() - processor) / pairs, (time.perf_counter() - clock) / pairs, flush=True)


main()
