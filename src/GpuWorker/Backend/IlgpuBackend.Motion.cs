using System.Runtime.InteropServices;
using FunctionsPipeline.Analysis;
using ILGPU;
using ILGPU.Runtime;

namespace FunctionsPipeline.GpuWorker.Backend;

/// <content>Motion.</content>
public sealed partial class IlgpuBackend
{
    /// <inheritdoc/>
    public override DevicePyramid CreatePyramid(int widthPx, int heightPx) => new IlgpuPyramid(CreatePyramids(widthPx, heightPx, 1));

    /// <inheritdoc/>
    public override void BuildPyramid(DevicePlane source, DevicePyramid target) => BuildPyramids(Own(source), Own(target));

    /// <inheritdoc/>
    public override void Flow(DevicePyramid from, DevicePyramid to, DeviceFlow target) => Flow(Own(from), 0, Own(to), 0, Own(target).Flows);

    /// <inheritdoc/>
    public override FlowField Read(DeviceFlow source)
    {
        var flow = Own(source);
        Bind();
        var floats = MemoryMarshal.Cast<byte, float>(_staging.Fetch(flow.Flows.Floats.Cast<byte>()));
        var field = flow.Field;
        floats[..field.X.Length].CopyTo(field.X);
        floats[field.X.Length..].CopyTo(field.Y);
        return field;
    }

    /// <summary>Flows in memory of this machine, in new fields.</summary>
    public FlowField[] Read(FlowStack source)
    {
        Bind();
        var floats = MemoryMarshal.Cast<byte, float>(_staging.Fetch(source.Floats.Cast<byte>()));
        var pixels = source.WidthPx * source.HeightPx;
        var fields = new FlowField[source.Count];
        for (var flow = 0; flow < fields.Length; flow++)
        {
            fields[flow] = new FlowField(source.WidthPx, source.HeightPx);
            floats.Slice(flow * pixels, pixels).CopyTo(fields[flow].X);
            floats.Slice((source.Count + flow) * pixels, pixels).CopyTo(fields[flow].Y);
        }

        return fields;
    }

    /// <inheritdoc/>
    public override void MarkVisible(DeviceFlow flow, DeviceFlow back, DevicePlane target)
    {
        var (one, other, mask) = (Own(flow).Flows, Own(back).Flows, Own(target));
        RequireSize(one.WidthPx, one.HeightPx, other.WidthPx, other.HeightPx);
        RequireSize(one.WidthPx, one.HeightPx, mask.WidthPx, mask.HeightPx);
        Bind();
        _kernels.MarkVisible(_stream, mask.WidthPx * mask.HeightPx, one.View, other.View, mask.Bytes, mask.Shape);
    }

    /// <inheritdoc/>
    public override void Warp(DevicePlane source, DeviceFlow flow, DevicePlane target)
    {
        var (from, field, to) = (Own(source), Own(flow).Flows, Own(target));
        RequireSize(from.WidthPx, from.HeightPx, field.WidthPx, field.HeightPx);
        RequireSame(from, to);
        Bind();
        _kernels.Warp(_stream, to.WidthPx * to.HeightPx, from.Bytes, field.View, to.Bytes, to.Shape);
    }

    private static PyramidStack Own(DevicePyramid pyramid) =>
        (pyramid as IlgpuPyramid ?? throw new ArgumentException("The pyramid belongs to another backend.", nameof(pyramid))).Pictures;

    private static IlgpuFlow Own(DeviceFlow flow) =>
        flow as IlgpuFlow ?? throw new ArgumentException("The flow belongs to another backend.", nameof(flow));
}
