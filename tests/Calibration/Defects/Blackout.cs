using System.Numerics;

namespace FunctionsPipeline.Calibration;

/// <summary>A stretch without a picture.</summary>
internal sealed class Blackout(Span span, double level) : IPictureDefect
{
    public void Apply(Picture clean, Picture output, double seconds)
    {
        if (span.Holds(seconds)) Array.Fill(output.Pixels, new Vector4((float)level) with { W = 1 });
    }
}
