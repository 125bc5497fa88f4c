namespace FunctionsPipeline.Analysis;

/// <summary>
/// The displacement of red and blue against green under which they agree best: over a part of the frame one shift each, over the whole
/// frame a shift and a growth from the middle outwards, as a lens with lateral chromatic aberration makes it.
/// </summary>
/// <param name="reach">Greatest displacement, pixels of <see cref="ColourDetail"/>.</param>
internal sealed class AberrationFit(int reach)
{
    private const int Colours = 2;

    /// <summary>Steps in which a displacement by whole pixels is refined.</summary>
    private static readonly double[] Steps = [0.5, 0.25, 0.125, 0.0625];

    private readonly List<(ColourAgreement Agreement, double X, double Y)> _parts = [];
    private readonly Displacement[] _best = new Displacement[Colours];
    private readonly double[] _shares = new double[Colours];
    public string Debug => string.Join(' ', _best) + " shares " + string.Join(' ', _shares);

    /// <summary>
    /// How far the parts of the frame agree on the direction: what agrees better there than the other way, less what agrees worse, as a
    /// share of both, -1 to 1. Chance goes one way here and the other way there.
    /// </summary>
    public double Coherence { get; private set; }

    /// <summary>How far <see cref="Coherence"/> may be off by chance, 0 to 1: one over the root of the number of parts that count in it.</summary>
    public double Doubt { get; private set; }

    /// <summary>How much better colours agree there than the other way, for a patch and colour, 0 to 1.</summary>
    public double Gain { get; private set; }

    /// <summary>Mean square displacement of red and blue at a place, square root, pixels.</summary>
    /// <param name="x">From the middle of the frame to its right border, -1 to 1.</param>
    /// <param name="y">From the middle downwards, in the same unit as <paramref name="x"/>.</param>
    public double LengthAt(double x, double y)
    {
        var sum = 0.0;
        for (var colour = 0; colour < Colours; colour++)
        {
            var (shiftX, shiftY) = _best[colour].At(x, y);
            sum += _shares[colour] * _shares[colour] * (shiftX * shiftX + shiftY * shiftY);
        }

        return Math.Sqrt(sum / Colours);
    }

    /// <summary>Starts anew.</summary>
    public void Clear() => _parts.Clear();

    /// <summary>Adds a part of the frame whose middle is at (x, y), see <see cref="LengthAt"/>.</summary>
    public void Add(ColourAgreement agreement, double x, double y)
    {
        if (agreement.Patches > 0) _parts.Add((agreement, x, y));
    }

    /// <summary>Finds the displacement of what was added.</summary>
    /// <param name="hasGrowth">False holds the growth at 0.</param>
    public void Solve(bool hasGrowth)
    {
        var (gains, both, squares, patches) = (0.0, 0.0, 0.0, 0);
        for (var colour = 0; colour < Colours; colour++)
        {
            _best[colour] = Refine(colour, Search(colour, hasGrowth ? reach : 0), hasGrowth);
            _shares[colour] = Share(colour, _best[colour]);
        }

        foreach (var part in _parts)
        {
            var gain = 0.0;
            for (var colour = 0; colour < Colours; colour++) gain += Lead(part, colour, _best[colour]);
            (gains, both, squares, patches) = (gains + gain, both + Math.Abs(gain), squares + gain * gain, patches + part.Agreement.Patches);
        }

        Doubt = both > 0 ? Math.Sqrt(squares) / both : 1;
        (Coherence, Gain) = (both > 0 ? gains / both : 0, patches > 0 ? gains / patches / Colours : 0);
    }

    /// <summary>
    /// What part of the displacement there is. Where edges lie beside each other by less than they are wide, or some lie on each other
    /// because compression took their colour away, agreement one way leads by a part of what there is to lead by.
    /// </summary>
    private double Share(int colour, Displacement best)
    {
        // What leads most at the end of the search has no best place.
        if (Math.Max(Math.Abs(best.X), Math.Abs(best.Y)) >= reach) return 0;
        var (there, opposite, none) = (0.0, 0.0, 0.0);
        foreach (var (agreement, x, y) in _parts)
        {
            var (shiftX, shiftY) = best.At(x, y);
            there += agreement.At(colour, shiftX, shiftY, reach);
            opposite += agreement.At(colour, -shiftX, -shiftY, reach);
            none += agreement.At(colour, 0, 0, reach);
        }

        var range = Math.Max(there, none) - opposite;
        var share = range > 0 ? Math.Clamp((there - opposite) / range, 0, 1) : 0;
        return share * share;
    }

    /// <summary>The best displacement by whole pixels.</summary>
    private Displacement Search(int colour, int growthMax)
    {
        var (best, greatest) = (default(Displacement), Sum(colour, default));
        // The opposite of a displacement leads by as much less.
        for (var growth = 0; growth <= growthMax; growth++)
        {
            for (var y = -reach; y <= reach; y++)
            {
                for (var x = -reach; x <= reach; x++)
                {
                    var displacement = new Displacement(x, y, growth);
                    var sum = 0.0;
                    foreach (var (agreement, partX, partY) in _parts)
                    {
                        var (shiftX, shiftY) = displacement.At(partX, partY);
                        var (wholeX, wholeY) = ((int)Math.Round(shiftX), (int)Math.Round(shiftY));
                        sum += agreement.At(colour, wholeX, wholeY, reach) - agreement.At(colour, -wholeX, -wholeY, reach);
                    }

                    if (sum > greatest) (best, greatest) = (displacement, sum);
                    if (-sum > greatest) (best, greatest) = (new Displacement(-x, -y, -growth), -sum);
                }
            }
        }

        return best;
    }

    private Displacement Refine(int colour, Displacement best, bool hasGrowth)
    {
        var greatest = Sum(colour, best);
        foreach (var step in Steps)
        {
            for (var isBetter = true; isBetter;)
            {
                isBetter = false;
                for (var direction = 0; direction < (hasGrowth ? 6 : 4); direction++)
                {
                    var move = direction % 2 == 0 ? step : -step;
                    var tried = (direction / 2) switch
                    {
                        0 => best with { X = best.X + move },
                        1 => best with { Y = best.Y + move },
                        _ => best with { Growth = best.Growth + move },
                    };
                    var sum = Sum(colour, tried);
                    if (sum <= greatest + 1e-9) continue;
                    (best, greatest, isBetter) = (tried, sum, true);
                }
            }
        }

        return best;
    }

    private double Sum(int colour, Displacement displacement) => _parts.Sum(part => Lead(part, colour, displacement));

    /// <summary>How much better a part agrees with a displacement than with its opposite.</summary>
    private double Lead((ColourAgreement Agreement, double X, double Y) part, int colour, Displacement displacement)
    {
        var (shiftX, shiftY) = displacement.At(part.X, part.Y);
        return part.Agreement.At(colour, shiftX, shiftY, reach) - part.Agreement.At(colour, -shiftX, -shiftY, reach);
    }

    /// <summary>A displacement.</summary>
    /// <param name="X">In the middle, pixels to the right.</param>
    /// <param name="Y">In the middle, pixels downwards.</param>
    /// <param name="Growth">Outwards at the right border beyond that in the middle, pixels.</param>
    private readonly record struct Displacement(double X, double Y, double Growth)
    {
        public (double X, double Y) At(double x, double y) => (X + Growth * x, Y + Growth * y);
    }
}
