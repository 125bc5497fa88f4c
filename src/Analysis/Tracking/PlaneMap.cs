namespace FunctionsPipeline.Analysis;

/// <summary>An affine map between the pixels of two pictures: (x, y) lies at (A x + B y + C, D x + E y + F) in the other.</summary>
internal readonly record struct PlaneMap(double A, double B, double C, double D, double E, double F)
{
    public static PlaneMap Identity { get; } = new(1, 0, 0, 0, 1, 0);

    public static PlaneMap Of(CameraMotion motion) => new(motion.A, motion.B, motion.C, motion.D, motion.E, motion.F);

    public (double X, double Y) Apply(double x, double y) => (A * x + B * y + C, D * x + E * y + F);

    /// <summary>The map that does this one first and <paramref name="next"/> behind it.</summary>
    public PlaneMap Then(PlaneMap next) => new(
        next.A * A + next.B * D, next.A * B + next.B * E, next.A * C + next.B * F + next.C,
        next.D * A + next.E * D, next.D * B + next.E * E, next.D * C + next.E * F + next.F);

    /// <summary>The way back. A map that flattens the plane has none and gives the identity.</summary>
    public PlaneMap Invert()
    {
        var determinant = A * E - B * D;
        if (Math.Abs(determinant) < 1e-9) return Identity;
        var (a, b, d, e) = (E / determinant, -B / determinant, -D / determinant, A / determinant);
        return new PlaneMap(a, b, -(a * C + b * F), d, e, -(d * C + e * F));
    }

    /// <summary>The same map between pictures so many times smaller, whose pixels cover that many of these each way; a pixel's place is its middle.</summary>
    public PlaneMap Shrunk(int factor)
    {
        var middle = (factor - 1) / 2.0;
        return this with { C = (middle * A + middle * B + C - middle) / factor, F = (middle * D + middle * E + F - middle) / factor };
    }

    /// <summary>How far the corners of a picture move at most, pixels.</summary>
    public double ShiftMaxPx(int widthPx, int heightPx) => Math.Max(
        Math.Max(ShiftPx(0, 0), ShiftPx(widthPx, 0)), Math.Max(ShiftPx(0, heightPx), ShiftPx(widthPx, heightPx)));

    private double ShiftPx(double x, double y)
    {
        var (movedX, movedY) = Apply(x, y);
        return Math.Max(Math.Abs(movedX - x), Math.Abs(movedY - y));
    }
}
