namespace FunctionsPipeline.Analysis;

/// <summary>
/// Where texture bleeds: a place looks different for good although nothing moved there, or shows what came from nowhere. Either is enough.
/// </summary>
internal sealed class BleedField(CellGrid grid) : ICellField
{
    /// <summary>Levels of a place's change that say as much as a level of content that nothing resembles.</summary>
    private const float ChangePerNewLevel = 3;

    private readonly PlaceMemory _memory = new(grid);
    private readonly NewContent _newContent = new(grid);

    /// <inheritdoc/>
    public float[] Strength { get; } = new float[grid.Count];

    /// <inheritdoc/>
    public float[] Heat => Strength;

    /// <inheritdoc/>
    public void Clear()
    {
        _memory.Clear();
        _newContent.Clear();
    }

    /// <inheritdoc/>
    public bool Measure(in FrameObservation observation, CellMeasures cells)
    {
        var isRemembered = _memory.Measure(cells);
        var isSteady = _newContent.Measure(observation.Working, cells);
        for (var cell = 0; cell < grid.Count; cell++)
        {
            Strength[cell] = Math.Max(_memory.Strength[cell], ChangePerNewLevel * _newContent.Strength[cell]);
        }

        return isRemembered || isSteady;
    }
}
