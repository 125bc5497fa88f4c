namespace FunctionsPipeline.Simulator.Vision;

/// <summary>Turns a measure into a mark from 0 to 1: straight lines between points, level beyond the ends.</summary>
/// <param name="Points">At least one; measures rise.</param>
internal sealed record Curve(params (double Measure, double Mark)[] Points)
{
    /// <summary>The mark of a measure.</summary>
    public double At(double measure)
    {
        if (measure <= Points[0].Measure) return Points[0].Mark;
        for (var index = 1; index < Points.Length; index++)
        {
            var (left, right) = (Points[index - 1], Points[index]);
            if (measure < right.Measure) return left.Mark + ((right.Mark - left.Mark) * (measure - left.Measure) / (right.Measure - left.Measure));
        }

        return Points[^1].Mark;
    }
}
