namespace FunctionsPipeline.Analysis;

/// <content>Motion.</content>
public abstract partial class AnalysisBackend
{
    /// <summary>Makes a pyramid on the device; its content is undefined.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public abstract DevicePyramid CreatePyramid(int widthPx, int heightPx);

    /// <summary>Prepares a picture of the same size for <see cref="Flow"/>.</summary>
    public abstract void BuildPyramid(DevicePlane source, DevicePyramid target);

    /// <summary>
    /// Dense flow: for each pixel of one picture, how far what is there lies in the other. Patches whose brightness changes as a whole stay
    /// where they are. Where nothing can be seen to move (no texture) the flow is that of the coarser surroundings.
    /// </summary>
    public abstract void Flow(DevicePyramid from, DevicePyramid to, DeviceFlow target);

    /// <summary>As <see cref="Flow"/>, from one picture to another and back; for backends that do both at a time.</summary>
    public virtual void FlowBothWays(DevicePyramid one, DevicePyramid other, DeviceFlow there, DeviceFlow back)
    {
        Flow(one, other, there);
        Flow(other, one, back);
    }

    /// <summary>
    /// The flow in memory. On a device that shares its memory it is the flow itself and changes with it; others copy it.
    /// </summary>
    public abstract FlowField Read(DeviceFlow source);

    /// <summary>
    /// Where a flow f and the flow b back agree: 255 where |f + b(f)|² is at most 0.01 (|f|² + |b(f)|²) + 0.5, 0 elsewhere and where f leads
    /// out of the picture. The flow back is taken at the nearest pixel.
    /// </summary>
    public abstract void MarkVisible(DeviceFlow flow, DeviceFlow back, DevicePlane target);

    /// <summary>
    /// What the target should look like if all that happened is motion: for each pixel the source where the flow leads, bilinear, rounded
    /// half up; outside the source its border is repeated.
    /// </summary>
    public abstract void Warp(DevicePlane source, DeviceFlow flow, DevicePlane target);
}
