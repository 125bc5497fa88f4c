namespace FunctionsPipeline.Analysis;

/// <summary>Counts the pixels of a plane that are not brighter than a bound. Exact on every machine.</summary>
public static class DarkPixelCount
{
    /// <summary>Pixels at or below <paramref name="brightest"/>, with the default settings.</summary>
    public static long Of(PlaneView plane, byte brightest) => Of(plane, brightest, KernelSettings.Default);

    /// <summary>Pixels at or below <paramref name="brightest"/>.</summary>
    public static unsafe long Of(PlaneView plane, byte brightest, KernelSettings settings)
    {
        fixed (byte* start = plane)
        {
            var pinned = new PinnedPlane(plane, start);
            var bright = RowReduce.Sum(pinned, pinned, PlaneRegion.All(pinned), new BrightPixelOperator(brightest), settings).A;
            return (long)plane.WidthPx * plane.HeightPx - bright;
        }
    }
}
