namespace FunctionsPipeline.Calibration;

/// <summary>A scene ready to be painted.</summary>
/// <param name="Painter">Paints all of it, cuts and fades included.</param>
/// <param name="Main">The shot that defects are put into.</param>
/// <param name="Hero">The object a local defect is put on; null for a place of the backdrop.</param>
/// <param name="IsBallistic">True when what is loose in it falls freely.</param>
internal sealed record BuiltScene(IPainter Painter, Scene Main, Sprite? Hero, bool IsBallistic)
{
    /// <summary>Where a local defect goes, on the screen; null to choose.</summary>
    public Region? Place { get; init; }
}
