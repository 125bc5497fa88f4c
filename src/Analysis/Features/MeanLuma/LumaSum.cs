namespace FunctionsPipeline.Analysis;

/// <summary>Sum of the pixels of a plane: the integer under every mean of luma. Exact on every machine.</summary>
public static class LumaSum
{
    /// <summary>Sum of all pixels, with the default settings.</summary>
    public static long Of(PlaneView plane) => Of(plane, KernelSettings.Default);

    /// <summary>Sum of all pixels.</summary>
    public static unsafe long Of(PlaneView plane, KernelSettings settings)
    {
        fixed (byte* start = plane)
        {
            var pinned = new PinnedPlane(plane, start);
            return RowReduce.Sum(pinned, pinned, PlaneRegion.All(pinned), default(LumaSumOperator), settings).A;
        }
    }
}
