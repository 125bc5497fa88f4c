namespace FunctionsPipeline.Analysis;

/// <summary>A connected piece of a mask, in pixels of the mask.</summary>
/// <param name="Label">Its number in <see cref="ConnectedComponents.Labels"/>, from 1.</param>
/// <param name="AreaPx">Pixels in it, at least 1.</param>
/// <param name="LeftPx">Its first column.</param>
/// <param name="TopPx">Its first row.</param>
/// <param name="WidthPx">Columns it spans.</param>
/// <param name="HeightPx">Rows it spans.</param>
/// <param name="CentreX">Mean of its pixels' columns: the centre of a single pixel is its column.</param>
/// <param name="CentreY">Mean of its pixels' rows.</param>
public readonly record struct ConnectedComponent(
    int Label, int AreaPx, int LeftPx, int TopPx, int WidthPx, int HeightPx, double CentreX, double CentreY);
