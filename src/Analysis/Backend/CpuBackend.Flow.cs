namespace FunctionsPipeline.Analysis;

/// <content>Motion. Flows are equal bit for bit on every processor and with any number of threads.</content>
public sealed partial class CpuBackend
{
    private readonly FlowSettings _flowSettings;

    // One for all threads, and one for each of two flows at a time.
    private readonly SizedSearch _search;
    private readonly SizedSearch _searchThere;
    private readonly SizedSearch _searchBack;

    /// <summary>A backend with the default settings.</summary>
    public CpuBackend()
        : this(FlowSettings.Default)
    {
    }

    /// <summary>A backend with other settings for <see cref="Flow"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public CpuBackend(FlowSettings flowSettings)
    {
        flowSettings.Validate();
        _flowSettings = flowSettings;
        _search = new SizedSearch(flowSettings);
        var half = flowSettings with { Threads = Math.Max(1, flowSettings.Threads / 2) };
        (_searchThere, _searchBack) = (new SizedSearch(half), new SizedSearch(half));
    }

    /// <inheritdoc/>
    public override DevicePyramid CreatePyramid(int widthPx, int heightPx)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(widthPx, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(heightPx, 1);
        return new CpuPyramid(widthPx, heightPx);
    }

    /// <inheritdoc/>
    public override void BuildPyramid(DevicePlane source, DevicePyramid target)
    {
        RequireSize(source.WidthPx, source.HeightPx, target.WidthPx, target.HeightPx);
        Cpu(target).Levels.Load(Cpu(source).Pixels);
    }

    /// <inheritdoc/>
    public override void Flow(DevicePyramid from, DevicePyramid to, DeviceFlow target)
    {
        RequireSameSize(from, to, target);
        _search.Compute(Cpu(from).Levels, Cpu(to).Levels, Cpu(target));
    }

    /// <inheritdoc/>
    public override void FlowBothWays(DevicePyramid one, DevicePyramid other, DeviceFlow there, DeviceFlow back)
    {
        if (_flowSettings.Threads == 1)
        {
            base.FlowBothWays(one, other, there, back);
            return;
        }

        // Threads that meet once cost much less than threads that meet after each step of a flow.
        RequireSameSize(one, other, there);
        RequireSameSize(other, one, back);
        var (first, second, fieldThere, fieldBack) = (Cpu(one).Levels, Cpu(other).Levels, Cpu(there), Cpu(back));
        Parallel.Invoke(() => _searchThere.Compute(first, second, fieldThere), () => _searchBack.Compute(second, first, fieldBack));
    }

    /// <inheritdoc/>
    public override FlowField Read(DeviceFlow source) => Cpu(source);

    /// <inheritdoc/>
    public override void MarkVisible(DeviceFlow flow, DeviceFlow back, DevicePlane target)
    {
        RequireSize(flow.WidthPx, flow.HeightPx, back.WidthPx, back.HeightPx);
        RequireSize(flow.WidthPx, flow.HeightPx, target.WidthPx, target.HeightPx);
        var (one, other, mask) = (Cpu(flow), Cpu(back), Cpu(target));
        RowSplit.Run(_flowSettings.Threads, one.HeightPx, (first, end) => FlowAgreement.Mark(one, other, mask.Pixels, first, end));
    }

    /// <inheritdoc/>
    public override void Warp(DevicePlane source, DeviceFlow flow, DevicePlane target)
    {
        RequireSize(source.WidthPx, source.HeightPx, flow.WidthPx, flow.HeightPx);
        RequireSize(source.WidthPx, source.HeightPx, target.WidthPx, target.HeightPx);
        var (from, field, to) = (Cpu(source), Cpu(flow), Cpu(target));
        RowSplit.Run(_flowSettings.Threads, field.HeightPx, (first, end) => FlowWarp.Fill(from.Pixels, field, to.Pixels, first, end));
    }

    private static void RequireSameSize(DevicePyramid from, DevicePyramid to, DeviceFlow target)
    {
        RequireSize(from.WidthPx, from.HeightPx, to.WidthPx, to.HeightPx);
        RequireSize(from.WidthPx, from.HeightPx, target.WidthPx, target.HeightPx);
    }

    private static CpuPyramid Cpu(DevicePyramid pyramid) =>
        pyramid as CpuPyramid ?? throw new ArgumentException("The pyramid belongs to another backend.", nameof(pyramid));

    private static FlowField Cpu(DeviceFlow flow) =>
        (flow as CpuFlow ?? throw new ArgumentException("The flow belongs to another backend.", nameof(flow))).Field;

    /// <summary>A search whose buffers are made for the size that was asked for last.</summary>
    private sealed class SizedSearch(FlowSettings settings)
    {
        private InverseSearchFlow? _search;
        private (int WidthPx, int HeightPx) _size;

        public void Compute(FlowPyramid from, FlowPyramid to, FlowField target)
        {
            if (_search is null || _size != (target.WidthPx, target.HeightPx))
            {
                (_search, _size) = (new InverseSearchFlow(from, settings), (target.WidthPx, target.HeightPx));
            }

            _search.Compute(from, to, target);
        }
    }
}

/// <summary>A pyramid in arrays.</summary>
internal sealed class CpuPyramid(int widthPx, int heightPx) : DevicePyramid(widthPx, heightPx)
{
    public FlowPyramid Levels { get; } = new(widthPx, heightPx);
}
