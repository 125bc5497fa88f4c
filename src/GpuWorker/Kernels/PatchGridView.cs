using FunctionsPipeline.Analysis;
using ILGPU;

namespace FunctionsPipeline.GpuWorker.Kernels;

/// <summary>Where the patches of a level lie; the geometry of <see cref="PatchGrid"/>.</summary>
internal readonly struct PatchGridShape
{
    public readonly int StridePx;
    public readonly int LastX;
    public readonly int LastY;
    public readonly int Columns;
    public readonly int Rows;

    public PatchGridShape(int widthPx, int heightPx, int stridePx)
    {
        StridePx = stridePx;
        LastX = Math.Max(0, widthPx - PatchSearch.SidePx);
        LastY = Math.Max(0, heightPx - PatchSearch.SidePx);
        Columns = (LastX + stridePx - 1) / stridePx + 1;
        Rows = (LastY + stridePx - 1) / stridePx + 1;
    }

    public int Patches => Columns * Rows;

    public int LeftPx(int column) => Math.Min(column * StridePx, LastX);

    public int TopPx(int row) => Math.Min(row * StridePx, LastY);
}

/// <summary>How far the places of many pictures have moved, patches or pixels: picture by picture, row by row, without a frame.</summary>
internal struct MotionView
{
    public ArrayView<float> X;
    public ArrayView<float> Y;
}

/// <summary>What the pictures say about their patches; see <see cref="PatchGrid"/>.</summary>
internal struct PatchPrecisionView
{
    public ArrayView<float> XX;
    public ArrayView<float> XY;
    public ArrayView<float> YY;
    public ArrayView<float> PullX;
    public ArrayView<float> PullY;
}

/// <summary>A patch of one of many pictures.</summary>
internal struct PatchEntry
{
    /// <summary>Number of the picture.</summary>
    public int Picture;

    /// <summary>Place in the arrays.</summary>
    public int Index;

    public int Row;
    public int Column;

    public static PatchEntry Of(PatchGridShape shape, int index)
    {
        var patches = shape.Columns * shape.Rows;
        var picture = index / patches;
        var inPicture = index - picture * patches;
        var row = inPicture / shape.Columns;
        return new PatchEntry { Picture = picture, Index = index, Row = row, Column = inPicture - row * shape.Columns };
    }

    // Beyond the border a patch is its own neighbour, as the frame of repeated patches has it.
    public readonly int Left => Column > 0 ? Index - 1 : Index;

    public readonly int Right(PatchGridShape shape) => Column < shape.Columns - 1 ? Index + 1 : Index;

    public readonly int Above(PatchGridShape shape) => Row > 0 ? Index - shape.Columns : Index;

    public readonly int Below(PatchGridShape shape) => Row < shape.Rows - 1 ? Index + shape.Columns : Index;
}
