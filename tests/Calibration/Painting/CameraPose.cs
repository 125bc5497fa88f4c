namespace FunctionsPipeline.Calibration;

/// <summary>Where the camera looks. Places in heights of the frame.</summary>
internal readonly record struct CameraPose(double X, double Y, double Zoom = 1, double AngleRadians = 0)
{
    /// <summary>A place of the world on the screen, heights of the frame from the screen's centre.</summary>
    public (double X, double Y) ToScreen(double worldX, double worldY)
    {
        var (dx, dy) = (worldX - X, worldY - Y);
        var (sin, cos) = Math.SinCos(AngleRadians);
        return (Zoom * (cos * dx - sin * dy), Zoom * (sin * dx + cos * dy));
    }
}
