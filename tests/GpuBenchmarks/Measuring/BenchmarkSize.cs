namespace FunctionsPipeline.GpuBenchmarks.Measuring;

/// <summary>How much is measured with.</summary>
internal sealed record BenchmarkSize
{
    public required int WidthPx { get; init; }

    public required int HeightPx { get; init; }

    /// <summary>Bytes of the copies that give the bounds.</summary>
    public required int CopyBytes { get; init; }

    /// <summary>Pairs of planes on the device at once: more than its cache holds.</summary>
    public required int ResidentPairs { get; init; }

    /// <summary>Pairs of a batch from this machine's memory.</summary>
    public required int BatchPairs { get; init; }

    /// <summary>Batches in this machine's memory: together more than its cache holds.</summary>
    public required int Batches { get; init; }

    /// <summary>Pairs of pictures of a flow launch.</summary>
    public required IReadOnlyList<int> FlowPairs { get; init; }

    /// <summary>Time for a measurement.</summary>
    public required TimeSpan Budget { get; init; }

    /// <summary>1080p, for a graphics processor.</summary>
    public static BenchmarkSize Full { get; } = new()
    {
        WidthPx = 1920, HeightPx = 1080, CopyBytes = 1 << 30, ResidentPairs = 128, BatchPairs = 16, Batches = 6, FlowPairs = [1, 2, 16, 64],
        Budget = TimeSpan.FromSeconds(2),
    };

    /// <summary>Small enough for a processor that plays the device: shows that the program runs, measures nothing of interest.</summary>
    public static BenchmarkSize Small { get; } = new()
    {
        WidthPx = 192, HeightPx = 108, CopyBytes = 1 << 22, ResidentPairs = 4, BatchPairs = 2, Batches = 3, FlowPairs = [1, 2],
        Budget = TimeSpan.FromMilliseconds(100),
    };
}
