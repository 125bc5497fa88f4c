using FunctionsPipeline.Analysis;
using ILGPU;

namespace FunctionsPipeline.GpuWorker.Kernels;

/// <summary>Makes the levels of a picture for the flow search, frames included, a thread for each float. Exact.</summary>
internal static class PyramidKernel
{
    /// <summary>The finest level: 8-bit pixels as floats.</summary>
    public static void Load(Index1D index, ArrayView<byte> pixels, PlaneShape plane, ArrayView<float> target, FlowLevelShape level)
    {
        var place = Place.Of(level, index);
        target[index] = pixels[place.Picture * plane.PlaneBytes + place.Y * plane.StrideBytes + place.X];
    }

    /// <summary>A coarser level: means of 2 x 2 of the one before. They are whole numbers and quarters, so no order changes them.</summary>
    public static void Halve(Index1D index, ArrayView<float> source, FlowLevelShape finer, ArrayView<float> target, FlowLevelShape level)
    {
        var place = Place.Of(level, index);
        var at = place.Picture * finer.PictureStride + finer.At(2 * place.X, 2 * place.Y);
        target[index] = (source[at] + source[at + 1] + (source[at + finer.Stride] + source[at + finer.Stride + 1])) * 0.25f;
    }

    private struct Place
    {
        public int Picture;
        public int X;
        public int Y;

        /// <summary>The pixel that a float repeats: itself, or the nearest one where the float belongs to the frame.</summary>
        public static Place Of(FlowLevelShape level, int index)
        {
            var picture = index / level.PictureStride;
            var inPicture = index - picture * level.PictureStride;
            var row = inPicture / level.Stride;
            var column = inPicture - row * level.Stride;
            return new Place
            {
                Picture = picture,
                X = Math.Min(Math.Max(column - FlowPlane.PadPx, 0), level.WidthPx - 1),
                Y = Math.Min(Math.Max(row - FlowPlane.PadPx, 0), level.HeightPx - 1),
            };
        }
    }
}
