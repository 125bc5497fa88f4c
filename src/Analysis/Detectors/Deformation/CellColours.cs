namespace FunctionsPipeline.Analysis;

/// <summary>Luma, chroma blue and chroma red of each cell, or a change of them, in levels.</summary>
internal sealed class CellColours(int cells)
{
    public float[] Luma { get; } = new float[cells];

    public float[] Blue { get; } = new float[cells];

    public float[] Red { get; } = new float[cells];

    /// <summary>Sets all to 0.</summary>
    public void Clear()
    {
        Array.Clear(Luma);
        Array.Clear(Blue);
        Array.Clear(Red);
    }
}
