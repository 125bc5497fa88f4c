# syntax=docker/dockerfile:1
# The GPU worker. Build from the repository's root:
#   docker build -f infra/gpu-worker.Dockerfile -t functions-pipeline/gpu-worker .
# Run (the NVIDIA container toolkit brings the driver's libcuda.so.1; without a GPU the worker falls back and says so):
#   docker run --gpus all -p 8080:8080 -v fp-store:/store -e FP_STORE_FOLDER=/store functions-pipeline/gpu-worker
# Without FP_STORE_FOLDER the jobs lie in the storage account of AzureWebJobsStorage: infra/gpu-worker.bicep runs it so.
# Settings: docs/gpu-worker.md.

FROM mcr.microsoft.com/dotnet/sdk:10.0.401-noble AS build
WORKDIR /source

# What decides the packages comes first, so that a change of code restores nothing anew.
COPY Directory.Build.props Directory.Packages.props .editorconfig BannedSymbols.txt BannedSymbols.Orchestrators.txt ./
COPY src/Analysis/Analysis.csproj src/Analysis/
COPY src/AzureStorage/AzureStorage.csproj src/AzureStorage/
COPY src/Durable/Durable.csproj src/Durable/
COPY src/GpuWorker/GpuWorker.csproj src/GpuWorker/
COPY src/Media/Media.csproj src/Media/
COPY src/Pipelines/Pipelines.csproj src/Pipelines/
COPY src/Providers/Providers.csproj src/Providers/
COPY src/Sqlite/Sqlite.csproj src/Sqlite/
COPY src/State/State.csproj src/State/
RUN dotnet restore src/GpuWorker/GpuWorker.csproj -r linux-x64

COPY src/ src/
RUN dotnet publish src/GpuWorker/GpuWorker.csproj -c Release -r linux-x64 --self-contained --no-restore -o /app

# ILGPU compiles its kernels with the driver's own compiler: of CUDA nothing but what lets the toolkit in is needed. Ubuntu 24.04
# has ffmpeg 6.1; the worker wants 5.1 or later.
FROM nvidia/cuda:12.6.3-base-ubuntu24.04 AS worker
ENV DEBIAN_FRONTEND=noninteractive
# libgtk-3 is what OpenCV's library asks for; it is loaded with FP_DECODER=opencv only. curl asks for the worker's health.
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates curl ffmpeg libatomic1 libgtk-3-0t64 \
    && rm -rf /var/lib/apt/lists/*

RUN groupadd --gid 10001 worker \
    && useradd --uid 10001 --gid worker --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin worker \
    && install -d -o worker -g worker -m 0750 /store
COPY --from=build --chown=root:root /app /app

# No store is named here: an image that names a folder would look there on Azure too, and find no job.
# The driver keeps what it compiled; a home folder there is none. OpenCV's own ffmpeg opens files and nothing else.
ENV CUDA_CACHE_PATH=/tmp/cuda-cache \
    NVIDIA_VISIBLE_DEVICES=all \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility \
    OPENCV_FFMPEG_CAPTURE_OPTIONS="protocol_whitelist;file" \
    DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 \
    FP_HEALTH_PORT=8080

USER worker
WORKDIR /tmp
EXPOSE 8080
# Kernels are compiled at the start, which takes some seconds.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["curl", "--fail", "--silent", "--show-error", "--output", "/dev/null", "http://127.0.0.1:8080/healthz"]
# The worker gives its claims back on SIGTERM.
STOPSIGNAL SIGTERM
ENTRYPOINT ["/app/FunctionsPipeline.GpuWorker"]
