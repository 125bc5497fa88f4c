namespace FunctionsPipeline.Analysis;

/// <summary>
/// How the camera moved between two frames, as the affine map that most of the picture follows: what is at (x, y) in the frame was at
/// (A x + B y + C, D x + E y + F) in the frame before. Coordinates are pixels of the working size from the top left pixel's centre.
/// </summary>
/// <param name="InlierShare">Share of the picture that follows the map, 0 to 1. Below about a half nothing is known.</param>
public readonly record struct CameraMotion(double A, double B, double C, double D, double E, double F, double InlierShare)
{
    /// <summary>A camera that stands still.</summary>
    public static CameraMotion None { get; } = new(1, 0, 0, 0, 1, 0, 1);

    /// <summary>Where a point of the frame was in the frame before.</summary>
    public (double X, double Y) Previous(double x, double y) => (A * x + B * y + C, D * x + E * y + F);
}
