namespace FunctionsPipeline.Analysis.Tests.Detectors;

/// <summary>Small pictures for what searches in them.</summary>
internal static class Looks
{
    public const int WidthPx = 120;
    public const int HeightPx = 90;
    private static readonly WorkingSize Size = new(new VideoFormat(WidthPx, HeightPx, 25, false));

    /// <summary>Adds pictures, the first one first; luma of each by its number.</summary>
    public static void Add(PastLooks looks, int count, Func<int, Func<double, double, double>> pictures, PlaneMap? camera = null)
    {
        for (var number = 0; number < count; number++)
        {
            var (picture, frame) = (pictures(number), new WorkingFrame(Size, hasChroma: false));
            for (var y = 0; y < HeightPx; y++)
            {
                for (var x = 0; x < WidthPx; x++) frame.LumaPixels[y * WidthPx + x] = (byte)Math.Clamp(picture(x, y), 0, 255);
            }

            looks.Add(frame, camera ?? PlaneMap.Identity);
        }
    }
}
