using System.Numerics;

namespace FunctionsPipeline.Calibration;

/// <summary>Small bright particles of a strong colour that live for a few frames.</summary>
internal sealed class Sparks : IPictureDefect
{
    private static readonly double[] PerSecond = [3, 6, 12, 24, 48];
    private static readonly double[] Strengths = [0.4, 0.6, 0.8, 0.95, 1];

    private static readonly Vector4[] Colours =
        [new(0.1f, 1, 0.45f, 1), new(0.1f, 1, 0.45f, 1), new(0.1f, 1, 0.45f, 1), new(1, 1, 0.95f, 1), new(1, 0.55f, 0.1f, 1), new(1, 0.2f, 0.9f, 1)];

    private readonly List<Particle> _particles = [];
    private readonly double _strength;

    public Sparks(int severity, Random random, Func<double, Region> regionAt, Span span, int widthPx, int heightPx, double framesPerSecond)
    {
        _strength = Strengths[severity - 1];
        var isGathered = random.Next(3) > 0;
        var colour = Colours[random.Next(Colours.Length)];
        var count = Math.Max(1, (int)(PerSecond[severity - 1] * (span.EndSeconds - span.StartSeconds)));
        for (var i = 0; i < count; i++)
        {
            var start = random.Between(span.StartSeconds, span.EndSeconds);
            var life = random.Between(2, 6) / framesPerSecond;
            var region = regionAt(start);
            var (angle, distance) = (random.Between(0, 2 * Math.PI), Math.Sqrt(random.NextDouble()));
            var (x, y) = isGathered
                ? (region.X + region.RadiusX * distance * Math.Cos(angle), region.Y + region.RadiusY * distance * Math.Sin(angle))
                : (random.Between(0, widthPx), random.Between(0, heightPx));
            var speed = random.Between(0.1, 0.6) * heightPx;
            var direction = random.Between(0, 2 * Math.PI);
            _particles.Add(new Particle(
                start, life, x, y, speed * Math.Cos(direction), speed * Math.Sin(direction),
                Math.Max(1, random.Between(0.005, 0.011) * heightPx), colour));
        }
    }

    public void Apply(Picture clean, Picture output, double seconds)
    {
        foreach (var particle in _particles)
        {
            var age = (seconds - particle.StartSeconds) / particle.LifeSeconds;
            if (age is < 0 or >= 1) continue;
            var (x, y) = (particle.X + particle.SpeedX * (seconds - particle.StartSeconds), particle.Y + particle.SpeedY * (seconds - particle.StartSeconds));
            Paint(output, particle, x, y, _strength * (1 - 0.5 * age));
        }
    }

    private static void Paint(Picture output, Particle particle, double cx, double cy, double strength)
    {
        // A bright core and a faint glow.
        var reach = 2.5 * particle.RadiusPx;
        for (var y = (int)Math.Max(0, cy - reach); y <= Math.Min(output.HeightPx - 1, cy + reach); y++)
        {
            for (var x = (int)Math.Max(0, cx - reach); x <= Math.Min(output.WidthPx - 1, cx + reach); x++)
            {
                var distance = Math.Sqrt((x - cx) * (x - cx) + (y - cy) * (y - cy)) / particle.RadiusPx;
                var share = strength * (distance < 1 ? 1 - 0.25 * distance * distance : 0.75 * Math.Exp(-3 * (distance - 1)));
                if (share < 0.02) continue;
                ref var pixel = ref output.Pixels[y * output.WidthPx + x];
                pixel = Vector4.Lerp(pixel, particle.Colour, (float)share);
            }
        }
    }

    private readonly record struct Particle(
        double StartSeconds, double LifeSeconds, double X, double Y, double SpeedX, double SpeedY, double RadiusPx, Vector4 Colour);
}
