#!/usr/bin/env bash
# Checks and measures the GPU backend on a machine that has an NVIDIA driver and need have nothing else: no dotnet, no network.
#
#   here:   dotnet publish tests/GpuBenchmarks -r linux-x64 --self-contained -c Release -o artifacts/gpu-check
#   there:  scripts/gpu-check.sh [folder of the results]     with artifacts/gpu-check beside scripts/, or FP_GPU_CHECK=<folder>
#
# Writes gpu-check.txt (a table) and gpu-check.json into the folder; ends with 0 when every check passed. FP_TEST_ACCELERATOR
# chooses another accelerator than cuda, FP_GPU_CHECK_SECONDS another time limit than 180.
set -uo pipefail
root=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)
program=${FP_GPU_CHECK:-$root/artifacts/gpu-check}/FunctionsPipeline.GpuBenchmarks
accelerator=${FP_TEST_ACCELERATOR:-cuda}
results=${1:-$root/artifacts/gpu-check-results}

[ -f "$program" ] || { echo "There is no $program; publish it first (see the head of this script)." >&2; exit 2; }
mkdir -p "$results"
chmod +x "$program"
# A driver that was mounted into a container is not always where the loader looks.
for folder in /usr/local/nvidia/lib64 /usr/lib/x86_64-linux-gnu /usr/lib64 /usr/local/cuda/compat; do
  if [ -e "$folder/libcuda.so.1" ]; then export LD_LIBRARY_PATH="$folder${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"; break; fi
done
# One file that unpacks itself needs a place to do so.
unpacked=$(mktemp -d)
trap 'rm -rf "$unpacked"' EXIT
export DOTNET_BUNDLE_EXTRACT_BASE_DIR=$unpacked
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_TieredPGO=0

command -v nvidia-smi >/dev/null && nvidia-smi --query-gpu=name,driver_version,memory.total,pcie.link.gen.current,pcie.link.width.current --format=csv
timeout "${FP_GPU_CHECK_SECONDS:-180}" "$program" --accelerator "$accelerator" --json "$results/gpu-check.json" ${FP_GPU_CHECK_OPTIONS:-} 2>&1 | tee "$results/gpu-check.txt"
status=${PIPESTATUS[0]}
[ "$status" -ne 124 ] || echo "The time limit ended it." | tee -a "$results/gpu-check.txt"
exit "$status"
