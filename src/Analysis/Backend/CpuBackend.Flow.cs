namespace FunctionsPipeline.Analysis;

/// <content>Motion. Flows are equal bit for bit on every processor and with any number of threads.</content>
public sealed partial class CpuBackend
{
    private readonly FlowSettings _flowSettings = FlowSettings.Default;
    private InverseSearchFlow? _search;
    private (int WidthPx, int HeightPx) _searchSize;

    /// <summary>A backend with the default settings.</summary>
    public CpuBackend()
    {
    }

    /// <summary>A backend with other settings for <see cref="Flow"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public CpuBackend(FlowSettings flowSettings)
    {
        flowSettings.Validate();
        _flowSettings = flowSettings;
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
        RequireSize(from.WidthPx, from.HeightPx, to.WidthPx, to.HeightPx);
        RequireSize(from.WidthPx, from.HeightPx, target.WidthPx, target.HeightPx);
        var (one, other) = (Cpu(from).Levels, Cpu(to).Levels);
        if (_search is null || _searchSize != (from.WidthPx, from.HeightPx))
        {
            (_search, _searchSize) = (new InverseSearchFlow(one, _flowSettings), (from.WidthPx, from.HeightPx));
        }

        _search.Compute(one, other, Cpu(target));
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

    private static CpuPyramid Cpu(DevicePyramid pyramid) =>
        pyramid as CpuPyramid ?? throw new ArgumentException("The pyramid belongs to another backend.", nameof(pyramid));

    private static FlowField Cpu(DeviceFlow flow) =>
        (flow as CpuFlow ?? throw new ArgumentException("The flow belongs to another backend.", nameof(flow))).Field;
}

/// <summary>A pyramid in arrays.</summary>
internal sealed class CpuPyramid(int widthPx, int heightPx) : DevicePyramid(widthPx, heightPx)
{
    public FlowPyramid Levels { get; } = new(widthPx, heightPx);
}
