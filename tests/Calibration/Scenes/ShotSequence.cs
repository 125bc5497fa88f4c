namespace FunctionsPipeline.Calibration;

/// <summary>Two shots, one after the other: by a cut, through black, or across.</summary>
/// <param name="first">Until the change.</param>
/// <param name="second">From the change on.</param>
/// <param name="changeSeconds">When the change begins.</param>
/// <param name="blendSeconds">How long both are mixed; 0 is a cut.</param>
internal sealed class ShotSequence(IPainter first, IPainter second, double changeSeconds, double blendSeconds) : IPainter
{
    private Picture? _other;

    public void Paint(double seconds, Picture picture)
    {
        if (seconds < changeSeconds)
        {
            first.Paint(seconds, picture);
            return;
        }

        second.Paint(seconds, picture);
        if (seconds >= changeSeconds + blendSeconds) return;
        _other ??= new Picture(picture.WidthPx, picture.HeightPx);
        first.Paint(seconds, _other);
        var share = (float)((seconds - changeSeconds) / blendSeconds);
        for (var i = 0; i < picture.Pixels.Length; i++)
        {
            picture.Pixels[i] = System.Numerics.Vector4.Lerp(_other.Pixels[i], picture.Pixels[i], share);
        }
    }
}
